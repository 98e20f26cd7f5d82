"""What is searched of a model, and of what somebody types: plain words, apart."""

import re

from crm.criteria.folding import folded

_APART = re.compile(r"[^\w]+|_|(?<=[a-z]{3})(?=\d)")


def plain(text: str) -> str:
    """`MacBook Pro 14-inch (2021), A2442` as macbook pro 14 inch 2021 a2442; iphone13 is two."""
    return _APART.sub(" ", folded(text)).strip()
