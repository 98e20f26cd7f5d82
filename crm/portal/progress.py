"""A repair as its customer reads it: in steps and plain words, without the shop's notes."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from crm.bookings.config import bookings_config
from crm.bookings.models import Booking, Status
from crm.lib import clock

# What a customer can tell apart; the bench knows more.
_AT_STEP = {
    Status.PENDING: 0,
    Status.CONFIRMED: 1,
    Status.IN_PROGRESS: 2,
    Status.WAITING_PARTS: 2,
    Status.WAITING_APPROVAL: 2,
    Status.READY_FOR_PICKUP: 3,
    Status.COMPLETED: 4,
}


@dataclass(frozen=True)
class Step:
    label: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True)
class Progress:
    """`steps` is empty for a repair that ended otherwise; `promised_at` is None once the work
    is done, and `is_late` says that the promise has run out.
    """

    sentence: str
    steps: list[Step]
    promised_at: datetime | None
    is_late: bool
    needs_answer: bool


def progress(booking: Booking) -> Progress:
    status = Status(booking.status)
    here = _AT_STEP.get(status)
    if status == Status.COMPLETED and booking.collected_at is None:
        here = _AT_STEP[Status.READY_FOR_PICKUP]  # done and paid for, and still with us
    promised = booking.promised_at if booking.is_unfinished else None
    return Progress(
        sentence=bookings_config().statuses[status].customer,
        steps=[] if here is None else _steps(here),
        promised_at=promised,
        is_late=promised is not None and promised <= clock.now(),
        needs_answer=status == Status.WAITING_APPROVAL,
    )


def _steps(here: int) -> list[Step]:
    labels = [
        _("Requested"),
        _("Booked in"),
        _("Being repaired"),
        _("Ready for pickup"),
        _("Collected"),
    ]
    last = len(labels) - 1
    return [
        Step(label, is_done=at < here or here == last, is_current=at == here)
        for at, label in enumerate(labels)
    ]
