"""What somebody typed into an address or a form's field, as text the database can hold."""

from collections.abc import Mapping


def typed(values: Mapping[str, str], name: str, *, longest: int = 100) -> str:
    """The value of `name` without blanks around it and without NUL; nothing when it is missing."""
    return values.get(name, "").replace("\0", "").strip()[:longest]
