"""A courier in a process of its own, killed between the post and writing down its answer.

`python -m crm.integrations.tests.dying_courier ENDPOINT` sends what is due, says so once the
receiver has answered, and waits to be killed.
"""

import sys
import time
from uuid import UUID

import django


def main(endpoint: str) -> None:
    from crm.integrations import rules
    from crm.integrations.config import integrations
    from crm.integrations.rules import sending

    config = integrations()
    outgoing = config.outgoing.model_copy(update={"allow_private_networks": True})
    value = config.model_copy(update={"outgoing": outgoing})
    integrations._current = (value, integrations.version, integrations.content)
    sending._settle = waits
    rules.send_next(UUID(endpoint))


def waits(delivery, answer) -> None:
    sys.stdout.write(f"answered {answer.code}\n")
    sys.stdout.flush()
    time.sleep(60)


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
