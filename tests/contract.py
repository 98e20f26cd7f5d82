"""Schemathesis against the running product: is the API what its document says?"""

import subprocess
import sys
from pathlib import Path

from tests.product import Product, running

DOCUMENT = "/api/crm/openapi.json"
EXAMPLES = 40


def main() -> int:
    with running(*sys.argv[1:]) as product:
        return subprocess.run(_command(product), check=False).returncode


def _command(product: Product) -> list[str]:
    key = product.crm("token", "--role", "owner", "--name", "contract")
    return [
        str(Path(sys.executable).with_name("schemathesis")),
        "run",
        f"{product.url}{DOCUMENT}",
        f"--header=Authorization: Bearer {key}",
        f"--max-examples={EXAMPLES}",
        "--seed=1",  # the same cases on every machine
        "--suppress-health-check=all",
    ]


if __name__ == "__main__":
    sys.exit(main())
