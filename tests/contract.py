"""Schemathesis against the running product: is the API what its document says?"""

import subprocess
import sys
from pathlib import Path

from tests.product import Product, running

DOCUMENT = "/api/crm/openapi.json"
EXAMPLES = 6
# A key may call 1,200 times a minute; what is answered 429 would test nothing.
PACE = "18/s"
# Left out: a stale If-Match, a past due date or an unknown colleague is well-formed and yet
# refused, which a JSON Schema cannot say. Each such refusal has a test of its own.
UNSAYABLE = "positive_data_acceptance"


def main() -> int:
    with running("--demo", *sys.argv[1:]) as product:
        return subprocess.run(_command(product), check=False).returncode


def _command(product: Product) -> list[str]:
    key = product.crm("token", "--role", "owner", "--name", "contract")
    return [
        str(Path(sys.executable).with_name("schemathesis")),
        "run",
        f"{product.url}{DOCUMENT}",
        f"--header=Authorization: Bearer {key}",
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
