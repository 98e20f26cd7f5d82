"""Repairs that wait for somebody today: customers to tell, promises about to break."""

from dataclasses import dataclass
from datetime import timedelta

from crm.accounts.models import Staff
from crm.bookings.cards import Card, cards, for_cards, with_names
from crm.bookings.config import bookings_config
from crm.bookings.models import Booking, Status
from crm.bookings.models.indexes import DUE
from crm.bookings.reaching import Ready, ready
from crm.customers.models import Customer
from crm.lib import clock

MOST = 20


@dataclass(frozen=True)
class ToTell:
    """A device that is ready, and the sentence to say; without one where they may not call."""

    booking: Booking
    ready: Ready | None


def to_tell(staff: Staff) -> list[ToTell]:
    """Ready and not told yet, the longest waiting first."""
    if not staff.can("bookings.view"):
        return []
    waiting = Booking.objects.visible_to(staff).filter(status=Status.READY_FOR_PICKUP, told_at=None)
    rows = with_names(for_cards(waiting).order_by("ready_at", "pk")[:MOST])
    if not rows:
        return []
    known = Customer.objects.visible_to(staff).filter(pk__in={row.customer_id for row in rows})
    reachable = set(known.values_list("pk", flat=True))
    words = ready(row for row in rows if row.customer_id in reachable)
    return [ToTell(row, words.get(row.pk)) for row in rows]


def running_late(staff: Staff) -> list[Card]:
    """Promises that have run out, or will within the warning hours; the most pressing first."""
    if not staff.can("bookings.view"):
        return []
    soon = clock.now() + timedelta(hours=bookings_config().promises.warn_hours)
    rows = Booking.objects.visible_to(staff).late(soon)
    return cards(for_cards(rows).order_by(DUE, "pk")[:MOST])
