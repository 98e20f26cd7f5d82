"""The chips over a list or a board: each a link, or a menu of links, the chosen one shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Chip:
    """A filter: what is chosen, and where each choice (label, address, chosen) leads."""

    label: str
    current: bool
    href: str = ""
    choices: list[tuple[str, str, bool]] | None = None
