"""What a repair's card says. One statement for any number of cards, besides the repairs' own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Prefetch, Q, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.accounts.models import Staff
from crm.bookings.config import bookings_config
from crm.bookings.models import Booking, BookingQuerySet, Part, Status
from crm.catalogue.models import DeviceModel, UrgencyLevel
from crm.customers.models import Customer, Device
from crm.leads import words
from crm.lib import clock
from crm.lib.business import business

Badge = tuple[str, str]
LATEST = 999_999_999_999
PRESSING = {UrgencyLevel.URGENT: "danger", UrgencyLevel.EMERGENCY: "danger"}
HOUR, DAY = 3600, 86_400
# A card reads no more of a repair, and rows are wide.
_SHOWN = (
    "id reference branch_id customer_id device_id assigned_technician_id warranty_of_id status"
    " status_entered_at created_at promised_at ready_at told_at completed_at warranty_until"
    " repair_type urgency_level base_price final_price customer_info"
).split()
_NAMES = ("first_name", "last_name", "company", "email", "phone")


@dataclass(frozen=True)
class Card:
    """One repair as the board and the lists show it."""

    booking: Booking
    column: str
    badges: list[Badge]
    age: str

    @property
    def title(self) -> str:
        return self.booking.customer.name

    @property
    def line(self) -> str:
        return line(self.booking)

    @property
    def rank(self) -> str:
        """Sorts as the column does, compared as text, descending: the soonest promised first."""
        booking = self.booking
        if self.column == Status.COMPLETED and booking.completed_at:
            return f"{booking.completed_at.isoformat()} {booking.pk}"
        due = int(booking.promised_at.timestamp()) if booking.promised_at else LATEST
        return f"{LATEST - due:012d}"


def for_cards(rows: BookingQuerySet) -> BookingQuerySet:
    """Repairs without what no card shows; `cards`, or `with_names`, adds whose they are."""
    return rows.only(*_SHOWN)


def with_names(bookings: Iterable[Booking]) -> list[Booking]:
    """The same repairs with their customers, devices and technicians, in four statements.

    Not by joins: a board asks once for each column, and most names stand on many cards.
    """
    rows = list(bookings)
    prefetch_related_objects(
        rows,
        Prefetch("customer", Customer.objects.only(*_NAMES)),
        Prefetch("device", Device.objects.only("label", "model_id")),
        Prefetch(
            "device__model",
            DeviceModel.objects.select_related("brand").only("name", "brand__name"),
        ),
        Prefetch("assigned_technician", Staff.objects.only("name")),
    )
    return rows


def cards(bookings: Iterable[Booking], columns: dict[UUID, str] | None = None) -> list[Card]:
    """The cards of these repairs, each in its column (its status unless told otherwise)."""
    rows = with_names(bookings)
    waiting = _parts_waited_for(rows)
    return [
        Card(
            booking=row,
            column=(columns or {}).get(row.pk, row.status),
            badges=list(_badges(row, waiting.get(row.pk))),
            age=words.age(row.status_entered_at),
        )
        for row in rows
    ]


def line(booking: Booking) -> str:
    """`MacBook Pro 14 · Screen repair`."""
    return " · ".join(part for part in (booking.device_name, booking.repair_label) if part)


def due_badge(booking: Booking) -> Badge | None:
    """`due in 2 h` before the promise breaks, `2 h late` after, else the day it is due."""
    due = booking.promised_at
    if due is None or not booking.is_unfinished:
        return None
    left = due - clock.now()
    if left <= timedelta(0):
        return _("%(span)s late") % {"span": _span(-left)}, "danger"
    if left <= timedelta(hours=bookings_config().promises.warn_hours):
        return _("due in %(span)s") % {"span": _span(left)}, "warning"
    return _("due %(when)s") % {"when": _when(due)}, ""


def _badges(booking: Booking, waiting: tuple[int, datetime | None] | None) -> Iterable[Badge]:
    if (promised := due_badge(booking)) is not None:
        yield promised
    if booking.status == Status.READY_FOR_PICKUP and booking.told_at is None:
        yield _("tell the customer"), "warning"
    if waiting:
        number, latest = waiting
        said = ngettext("%(n)d part", "%(n)d parts", number) % {"n": number}
        due = (
            _("%(parts)s due %(when)s") % {"parts": said, "when": _when(latest)} if latest else said
        )
        yield due, "accent"
    if booking.is_open and booking.urgency_level in PRESSING:
        yield booking.urgency_label, PRESSING[UrgencyLevel(booking.urgency_level)]
    if booking.is_warranty_return:
        yield _("warranty"), "purple"


def _parts_waited_for(bookings: list[Booking]) -> dict[UUID, tuple[int, datetime | None]]:
    held = [row.pk for row in bookings if row.is_open]
    if not held:
        return {}
    awaited = Q(status__in=[Part.Status.NEEDED, Part.Status.ORDERED])
    rows: Any = Part.objects.filter(awaited, booking__in=held).order_by().values("booking_id")
    found = rows.annotate(number=Count("pk"), latest=Max("due_at"))
    return {row["booking_id"]: (row["number"], row["latest"]) for row in found}


def _span(length: timedelta) -> str:
    seconds = int(length.total_seconds())
    if seconds < HOUR:
        return _("%(n)d min") % {"n": max(seconds // 60, 1)}
    if seconds < DAY * 2:
        return _("%(n)d h") % {"n": seconds // HOUR}
    return _("%(n)d d") % {"n": seconds // DAY}


def _when(moment: datetime) -> str:
    """`16:00` today, `tomorrow 16:00`, `Fri 16:00` this week, else `12 Dec`."""
    zone = business().zone
    local, today = moment.astimezone(zone), clock.now().astimezone(zone).date()
    days = (local.date() - today).days
    if days == 0:
        return f"{local:%H:%M}"
    if days == 1:
        return _("tomorrow %(hour)s") % {"hour": f"{local:%H:%M}"}
    if 1 < days < 7:  # noqa: PLR2004 - days of a week
        return f"{local:%a %H:%M}"
    return f"{local.day} {local:%b}"
