"""One row as it stands in the file."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Broken:
    """A row whose cells cannot be told apart, and why."""

    reason: str


Record = list[str] | Broken
