"""What a repair's card says. One statement for any number of cards, besides the repairs' own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.bookings.config import bookings_config
from crm.bookings.models import Booking, BookingQuerySet, Part, Status
from crm.catalogue.models import UrgencyLevel
from crm.leads import words
from crm.lib import clock
from crm.lib.business import business

Badge = tuple[str, str]
LATEST = 999_999_999_999
PRESSING = {UrgencyLevel.URGENT: "danger", UrgencyLevel.EMERGENCY: "danger"}
HOUR, DAY = 3600, 86_400
# Of each repair, and of those it leads to: a card reads no more, and rows are wide.
_SHOWN = (
    "id reference branch_id status status_entered_at promised_at completed_at told_at created_at"
    " repair_type urgency_level base_price final_price customer_info ready_at warranty_of_id"
    " warranty_until"
    " customer__first_name customer__last_name customer__company customer__email customer__phone"
    " device__label device__model__name device__model__brand__name assigned_technician__name"
    " branch__name"
).split()


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
    """Ready to be shown as cards, without a statement for each."""
    related = ("customer", "device__model__brand", "assigned_technician", "branch")
    return rows.select_related(*related).only(*_SHOWN)


def cards(bookings: Iterable[Booking], columns: dict[UUID, str] | None = None) -> list[Card]:
    """The cards of these repairs, each in its column (its status unless told otherwise)."""
    rows = list(bookings)
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
