"""Who may use which door and hear what, as the YAML beside this file says."""

from pathlib import Path
from typing import Any

import yaml


def _read(name: str) -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text())


_WHO = _read("who")
WHO: dict[str, list[str]] = _WHO["who"]
TOPICS: dict[str, str] = _WHO["topics"]
ROWS: dict[str, str] = _read("pages") | _read("operations")
