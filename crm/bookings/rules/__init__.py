"""What may happen to a repair. The only writer of its tables."""

from crm.bookings.rules.assignment import assign, claim
from crm.bookings.rules.promises import promise
from crm.bookings.rules.saving import locked
from crm.bookings.rules.status import (
    cancel,
    change_status,
    collect,
    complete,
    possible,
    refund,
    tell,
)
from crm.bookings.rules.taking import known, no_device, take, take_from_lead, take_from_new
from crm.bookings.rules.writing import NewBooking

__all__ = [
    "NewBooking",
    "assign",
    "cancel",
    "change_status",
    "claim",
    "collect",
    "complete",
    "known",
    "locked",
    "no_device",
    "possible",
    "promise",
    "refund",
    "take",
    "take_from_lead",
    "take_from_new",
    "tell",
]
