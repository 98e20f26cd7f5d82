"""A payload read by the spellings a shop has configured, forgiving about types.

The platform's own code sends an id as text or as a number, a cost as a number, a string or
null, a phone or an empty string. What no spelling names is still there in `rest()`.
"""

import re
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from crm.integrations.config import Spellings
from crm.lib.refusal import Refusal

LONGEST = 5_000
YEARS = range(2000, 2201)  # at either end of the calendar, a moment in UTC may not exist
MOST_MONEY = Decimal("99999999.99")
_NOT_MONEY = re.compile(r"[£$€,\s]|GBP", re.IGNORECASE)


class Reading:
    """One payload and where its things stand."""

    def __init__(self, payload: Any, spellings: Spellings) -> None:
        if not isinstance(payload, dict):
            raise Refusal("The body must be a JSON object.", status=422)
        self.payload = payload
        self.spellings = spellings
        self._read: set[str] = set()

    def raw(self, name: str) -> Any:
        """The first thing found under any spelling of `name`; None when there is nothing."""
        found = None
        for path in self.spellings.get(name, []):
            self._read.add(path)
            value = _at(self.payload, path)
            if found is None and value not in (None, "", [], {}):
                found = value
        return found

    def text(self, name: str) -> str:
        value = self.raw(name)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return ""
        return str(value).strip()[:LONGEST]

    def identity(self, name: str) -> str:
        """Their number of something, as text whatever they send it as."""
        value = self.raw(name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, str | int):
            return ""
        return str(value).strip()

    def needed(self, name: str) -> str:
        """An id without which nothing can be kept apart. Refuses (422), naming where it belongs."""
        value = self.identity(name)
        first = self.spellings[name][0]
        if not value:
            raise Refusal(f"{first} is missing.", field=first, status=422)
        if len(value) > 255:  # noqa: PLR2004 - the column's length
            raise Refusal(f"{first} is longer than 255 characters.", field=first, status=422)
        return value

    def money(self, name: str) -> Decimal | None:
        """An amount of pounds, or None for anything that is none."""
        value = self.raw(name)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return None
        try:
            amount = Decimal(_NOT_MONEY.sub("", str(value)))
        except InvalidOperation:
            return None
        good = amount.is_finite() and 0 <= amount <= MOST_MONEY
        return amount.quantize(Decimal("0.01")) if good else None

    def moment(self, name: str) -> datetime | None:
        try:
            moment = datetime.fromisoformat(self.text(name))
        except ValueError:
            return None
        if moment.year not in YEARS:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def mapping(self, name: str) -> dict[str, Any]:
        value = self.raw(name)
        return value if isinstance(value, dict) else {}

    def texts(self, name: str) -> list[str]:
        """A list of strings, also when a single one was sent by itself."""
        value = self.raw(name)
        items = value if isinstance(value, list) else [value]
        return [item.strip() for item in items if isinstance(item, str) and item.strip()]

    def rest(self) -> dict[str, Any]:
        """What no spelling has named, by its dotted path: kept, because it may matter one day."""
        return {path: value for path, value in _leaves(self.payload) if not self._was_read(path)}

    def _was_read(self, path: str) -> bool:
        return any(path == read or path.startswith(f"{read}.") for read in self._read)


def _at(payload: Any, path: str) -> Any:
    for part in path.split("."):
        if not isinstance(payload, dict):
            return None
        payload = payload.get(part)
    return payload


def _leaves(value: Any, path: str = "") -> list[tuple[str, Any]]:
    if isinstance(value, dict) and value:
        inside = [_leaves(item, f"{path}.{key}" if path else key) for key, item in value.items()]
        return [leaf for leaves in inside for leaf in leaves]
    return [] if value in (None, "", [], {}) else [(path, value)]
