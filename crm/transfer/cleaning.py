"""A row of text as what we would keep of it, or the reason why not.

Each row is read on its own: nothing here remembers the row before.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from crm.customers.names import folded, full_name, split_name
from crm.lib.refusal import Refusal
from crm.transfer import dates
from crm.transfer.config import transfer
from crm.transfer.fields import ADDRESS, FIELDS, Field
from crm.transfer.models import Import
from crm.transfer.reading import Broken, Record

_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ufffe\uffff\ud800-\udfff]")
_LIVE = ("=", "+", "-", "@")  # our own export keeps a formula from running by a ' before these
_LONGEST_LABEL, _LABEL_CELL = 200, 60


@dataclass
class Row:
    """One row of the file, ready for the ledger; with a `reason` it is refused."""

    number: int
    reason: str = ""
    label: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    external_id: str = ""

    @property
    def name(self) -> str:
        first, last = self.values.get("first_name", ""), self.values.get("last_name", "")
        return folded(full_name(first, last))[:400]


class Cleaner:
    """Reads the rows of one import as its mapping says."""

    def __init__(self, upload: Import) -> None:
        self.width = len(upload.mapping)
        self.longest = transfer().limits.cell_characters
        self.orders = {int(place): order for place, order in upload.date_orders.items()}
        self.headers = [column["header"] for column in upload.columns]
        self.plan = [
            (place, name, FIELDS[name]) for place, name in enumerate(upload.mapping) if name
        ]

    def clean(self, number: int, record: Record) -> Row:
        """Never raises for what a file may hold: a refusal is a row with its reason."""
        if isinstance(record, Broken):
            return Row(number, record.reason)
        try:
            values = _joined(self._values(record))
        except Refusal as refusal:
            return Row(number, refusal.message[:300], _shown(record))
        external_id = values.pop("external_id", "")
        return Row(number, label=_label(values), values=values, external_id=external_id)

    def _values(self, cells: list[str]) -> dict[str, Any]:
        if any(cells[self.width :]) or len(cells) < self.width:
            raise Refusal(f"{len(cells)} cells under {self.width} headers: none can be trusted.")
        values: dict[str, Any] = {}
        is_clean = not _UNREADABLE.search("".join(cells))
        for place, name, kind in self.plan:
            text = cells[place].strip()
            if text:
                if not is_clean and _UNREADABLE.search(text):
                    raise Refusal(
                        f"{self.headers[place]}: holds a character that text cannot hold."
                    )
                values[name] = self._value(place, kind, text)
                if name == "phone":
                    values["phone_typed"] = text[:50]
        return values

    def _value(self, place: int, kind: Field, text: str) -> Any:
        if text[0] == "'" and text[1:2] in _LIVE:
            text = text[1:]
        if len(text) > kind.longest or len(text) > self.longest:
            raise Refusal(f"{self.headers[place]}: {len(text):,} characters are too many.")
        if kind.read is str and not kind.is_date:
            return text
        try:
            return dates.read(text, self.orders.get(place)) if kind.is_date else kind.read(text)
        except Refusal as refusal:
            raise Refusal(f"{self.headers[place]}: {refusal.message}") from None


def _joined(found: dict[str, Any]) -> dict[str, Any]:
    """Cells as the columns of a customer: the parts of an address together, a name in two."""
    values = {name: _kept(value) for name, value in found.items() if name not in ADDRESS}
    if address := {part: found[part] for part in ADDRESS if part in found}:
        values["address"] = address
    whole = values.pop("name", "")
    if whole and not {"first_name", "last_name"} & values.keys():
        first, last = split_name(whole)
        values |= {"first_name": first[:100], "last_name": last[:100]}
    if not {"first_name", "last_name", "company", "email", "phone"} & values.keys():
        raise Refusal("Nobody: no name, no company, no email and no phone.")
    return values


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _shown(cells: list[str]) -> str:
    """A refused row, as far as it can be shown."""
    text = " · ".join(cell[:_LABEL_CELL] for cell in cells if cell.strip())
    return _UNREADABLE.sub("�", text)[:_LONGEST_LABEL]


def _label(values: dict[str, Any]) -> str:
    """Whom the row is about, in a few words."""
    name = full_name(values.get("first_name", ""), values.get("last_name", ""))
    words = [name or values.get("company", ""), values.get("email", "") or values.get("phone", "")]
    return " · ".join(word for word in words if word)[:_LONGEST_LABEL]
