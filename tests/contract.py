"""Schemathesis against the running product: is the API what its document says?"""

import os
import subprocess
import sys
from pathlib import Path

from tests import contract_keys
from tests.product import Product, running

DOCUMENT = "/api/crm/openapi.json"
EXAMPLES = 6
# A key may call 1,200 times a minute, which would be most of the time this takes, and what is
# answered 429 would test nothing. So several programs call, each at the pace it is allowed.
CALLERS = 4
PACE = f"{CALLERS * 18}/s"
# Left out: a stale If-Match, a past due date or an unknown colleague is well-formed and yet
# refused, which a JSON Schema cannot say. Each such refusal has a test of its own.
UNSAYABLE = "positive_data_acceptance"


def main() -> int:
    with running("--demo", *sys.argv[1:]) as product:
        keys = [_key(product, f"contract {number + 1}") for number in range(CALLERS)]
        environment = os.environ | {
            "SCHEMATHESIS_HOOKS": contract_keys.__name__,
            contract_keys.VARIABLE: " ".join(keys),
        }
        return subprocess.run(_command(product), env=environment, check=False).returncode


def _key(product: Product, name: str) -> str:
    return product.crm("token", "--role", "owner", "--name", name)


def _command(product: Product) -> list[str]:
    return [
        str(Path(sys.executable).with_name("schemathesis")),
        "run",
        f"{product.url}{DOCUMENT}",
        f"--max-examples={EXAMPLES}",
        f"--rate-limit={PACE}",
        f"--exclude-checks={UNSAYABLE}",
        "--phases=examples,coverage,fuzzing,stateful",
        "--continue-on-failure",
        "--seed=1",  # the same cases on every machine
        "--suppress-health-check=all",
    ]


if __name__ == "__main__":
    sys.exit(main())
