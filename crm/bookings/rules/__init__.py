"""What may happen to a repair. The only writer of its tables."""

from crm.bookings.rules.assignment import assign, claim
from crm.bookings.rules.editing import EDITABLE, OWNED_BY_VERBS, edit
from crm.bookings.rules.exporting import note_export
from crm.bookings.rules.faults import decide_fault, find_fault
from crm.bookings.rules.parts import NewPart, add_part, edit_part, move_part
from crm.bookings.rules.promises import promise
from crm.bookings.rules.rating import Rating, rate, receive_rating
from crm.bookings.rules.receiving import (
    platform_status,
    receive_created,
    receive_status,
)
from crm.bookings.rules.saving import locked
from crm.bookings.rules.status import (
    cancel,
    change_status,
    collect,
    complete,
    possible,
    refund,
    tell,
    told_by_talking,
)
from crm.bookings.rules.taking import known, no_device, take, take_from_lead, take_from_new
from crm.bookings.rules.warranty import is_covered, warranty_return
from crm.bookings.rules.writing import NewBooking

__all__ = [
    "EDITABLE",
    "OWNED_BY_VERBS",
    "NewBooking",
    "NewPart",
    "Rating",
    "add_part",
    "assign",
    "cancel",
    "change_status",
    "claim",
    "collect",
    "complete",
    "decide_fault",
    "edit",
    "edit_part",
    "find_fault",
    "is_covered",
    "known",
    "locked",
    "move_part",
    "no_device",
    "note_export",
    "platform_status",
    "possible",
    "promise",
    "rate",
    "receive_created",
    "receive_rating",
    "receive_status",
    "refund",
    "take",
    "take_from_lead",
    "take_from_new",
    "tell",
    "told_by_talking",
    "warranty_return",
]
