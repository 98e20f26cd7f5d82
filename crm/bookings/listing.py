"""Which repairs the list shows, and in what order."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q

from crm.bookings.bench import NOBODY, uuid_of
from crm.bookings.models import BookingQuerySet, Status
from crm.bookings.search import typed_number
from crm.customers.names import folded
from crm.lib import clock

SORTS: dict[str, tuple[str, ...]] = {
    "newest": ("-created_at", "-id"),
    "due": ("due_order", "id"),
}


@dataclass(frozen=True)
class Listed:
    """What somebody asked to see. Empty asks for nothing; what makes no sense is empty."""

    q: str = ""
    status: str = ""
    technician: str = ""
    late: str = ""
    sort: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> Self:
        said = {one.name: str(query.get(one.name, ""))[:100] for one in fields(cls)}
        said["q"] = said["q"].replace("\0", "").strip()
        said["status"] = said["status"] if said["status"] in {"open", *Status.values} else ""
        if said["technician"] != NOBODY:
            said["technician"] = said["technician"] if uuid_of(said["technician"]) else ""
        said["late"] = "1" if said["late"] == "1" else ""
        said["sort"] = said["sort"] if said["sort"] in SORTS else ""
        return cls(**said)

    def but(self, **changes: str) -> Self:
        return replace(self, **changes)

    @property
    def query(self) -> str:
        said = {name: value for name, value in asdict(self).items() if value}
        return f"?{urlencode(said)}" if said else ""

    @property
    def order(self) -> tuple[str, ...]:
        return SORTS[self.sort or "newest"]


def narrowed(bookings: BookingQuerySet, wanted: Listed) -> BookingQuerySet:
    rows = bookings.with_due_order()
    if wanted.status == "open":
        rows = rows.open()
    elif wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.technician:
        who = None if wanted.technician == NOBODY else UUID(wanted.technician)
        rows = rows.filter(assigned_technician_id=who)
    if wanted.late:
        rows = rows.late(clock.now())
    return rows.filter(_said(wanted.q)) if wanted.q else rows


def _said(text: str) -> Q:
    """A number however it is typed, or part of the customer's name."""
    found = Q(customer__search_name__contains=folded(text))
    number = typed_number(text)
    return found | Q(number=number) if number else found
