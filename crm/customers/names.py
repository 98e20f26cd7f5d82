"""Names as people search and sort them: without accents, without case.

`unaccent()` cannot be indexed and C.UTF-8 sorts É after z, so rules keep plain copies.
"""

from crm.criteria.folding import folded

__all__ = ["folded", "full_name", "sort_key", "split_name"]


def full_name(first: str, last: str) -> str:
    return " ".join(part for part in (first.strip(), last.strip()) if part)


def split_name(name: str) -> tuple[str, str]:
    """`Mary Ann Smith` as (`Mary Ann`, `Smith`): the last word is the family name."""
    words = name.split()
    if len(words) < 2:  # noqa: PLR2004 - one word is a first name
        return " ".join(words), ""
    return " ".join(words[:-1]), words[-1]


def sort_key(first: str, last: str, company: str = "") -> str:
    """What lists sort by: family name first, a company under its own name."""
    return folded(f"{last} {first}") or folded(company)
