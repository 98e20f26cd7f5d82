"""Which column fills which field: a guess from the headers, and the check of what people choose."""

import re
from typing import Any

from crm.lib.refusal import Refusal
from crm.transfer.config import transfer
from crm.transfer.fields import FIELDS

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BETWEEN = re.compile(r"[\W_]+")


def plain(header: str) -> str:
    """`firstName`, `first_name` and ` First  name*` are all `first name`."""
    return _BETWEEN.sub(" ", _HUMP.sub(" ", header)).strip().casefold()


def guess(headers: list[str]) -> list[str | None]:
    """For each column the field it seems to fill; no field twice, the first column wins.

    A spelling that stands earlier in the configuration is surer than a later one.
    """
    spelt = [plain(header) for header in headers]
    mapping: list[str | None] = [None] * len(headers)
    for field, words in transfer().headers.items():
        for word in words:
            place = spelt.index(plain(word)) if plain(word) in spelt else None
            if place is not None and mapping[place] is None:
                mapping[place] = field
                break
    return mapping


def check(mapping: list[Any], *, columns: int) -> None:
    """Refuse (422) a mapping that does not fit the file, or that would bring in nobody."""
    if len(mapping) != columns:
        raise Refusal(f"The file has {columns} columns.", field="mapping", status=422)
    chosen = [field for field in mapping if field]
    for field in chosen:
        if field not in FIELDS:
            raise Refusal(f"There is no field “{field}”.", field="mapping", status=422)
        if chosen.count(field) > 1:
            label = FIELDS[field].label
            raise Refusal(f"Two columns would fill “{label}”.", field="mapping", status=422)
    if not set(chosen) & {"name", "first_name", "last_name", "company", "email", "phone"}:
        raise Refusal("Choose at least a name, an email or a phone.", field="mapping", status=422)
