"""Which repairs the list shows, and in what order."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q

from crm.accounts.models import Staff
from crm.bookings.bench import NOBODY, uuid_of
from crm.bookings.models import Booking, BookingQuerySet, Status
from crm.bookings.search import typed_number
from crm.customers.search import search
from crm.lib import clock

MOST_CUSTOMERS = 100

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


def narrowed(wanted: Listed, *, to: Staff) -> BookingQuerySet:
    """The repairs this person may see, as far as they asked for them."""
    rows = Booking.objects.visible_to(to).with_due_order()
    if wanted.status == "open":
        rows = rows.open()
    elif wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.technician:
        who = None if wanted.technician == NOBODY else UUID(wanted.technician)
        rows = rows.filter(assigned_technician_id=who)
    if wanted.late:
        rows = rows.late(clock.now())
    return rows.filter(_said(wanted.q, to=to)) if wanted.q else rows


def _said(text: str, *, to: Staff) -> Q:
    """A number however it is typed, or one of the hundred customers who fit the words best.

    The customers are looked up first: among millions of repairs PostgreSQL would otherwise walk
    the list from its newest until fifty had the name.
    """
    found = Q(customer__in=[one.pk for one in search(text, to=to, enough=MOST_CUSTOMERS)])
    number = typed_number(text)
    return found | Q(number=number) if number else found
