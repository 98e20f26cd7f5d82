"""A platform tells of its own bookings: accepted in any order, and twice is once."""

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.bookings.config import bookings_config
from crm.bookings.models import Booking, Status, StatusChange
from crm.bookings.models.status import ENDED
from crm.bookings.rules.saving import locked
from crm.bookings.rules.steps import Step, convert_lead, take_step, write_down
from crm.bookings.rules.taking import known
from crm.bookings.rules.writing import NewBooking, Whose, write
from crm.customers import rules as customers
from crm.customers.models import Customer, Device
from crm.leads.models import Lead
from crm.lib import clock
from crm.lib.refusal import Refusal


def receive_created(
    told: NewBooking,
    customer: Customer,
    *,
    by: Staff,
    branch: Branch,
    device: Device | None = None,
    lead: Lead | None = None,
) -> Booking:
    """The platform has taken a booking. Told again, in whatever words, it is the same one.

    `told.status` is one of the nine (`platform_status` translates). A promise whose time has
    passed is kept as an estimate: this shop never made it.
    """
    source, number = told.external_source, told.external_id
    if not source or not number:
        raise Refusal("Say which booking this is.", field="external_id", status=422)
    existing = known(source, number)
    if existing is not None:
        return existing
    try:
        return _created(_believable(told), Whose(customer, branch, device, lead=lead), by=by)
    except IntegrityError:  # the same news at the same moment: the other one was first
        existing = known(source, number)
        if existing is None:
            raise
        return existing


@transaction.atomic
def receive_status(
    booking: Booking,
    word: str,
    *,
    at: datetime,
    by: Staff,
    source: str,
    external_id: str | None = None,
    notes: str = "",
) -> Booking:
    """The platform says where its booking stands since `at`.

    A step people could not take is taken and marked. News older than what we know, and news
    of a booking that has ended, stays in the history and moves nothing.
    """
    to = platform_status(word)
    booking = locked(booking)
    step = Step(to, min(at, clock.now()), notes.strip(), source=source, external_id=external_id)
    if booking.status == to or _heard_before(booking, step):
        return booking
    if step.at < booking.status_entered_at or booking.status in ENDED:
        write_down(booking, step, by=by, before=booking.status, took_effect=False)
        activity.record(
            "booking.news_kept",
            about=booking,
            by=by,
            to=to,
            status=booking.status,
            reference=booking.reference,
        )
        return booking
    strange = to not in bookings_config().leads_to(booking.status)
    return take_step(booking, replace(step, was_out_of_order=strange), by=by)


def platform_status(word: str) -> Status:
    """Our status for the platform's word; one that nobody mapped is refused (422)."""
    status = bookings_config().said_by_platform(word)
    if status is None:
        raise Refusal(
            f"No status is known as {word[:60]!r}. Add it to platform_statuses in bookings.yaml.",
            field="status",
            status=422,
        )
    return status


@transaction.atomic
def _created(told: NewBooking, whose: Whose, *, by: Staff) -> Booking:
    customers.grant(whose.customer, by=by, reason="repair taken in", branch=whose.branch)
    began_as = Status(told.status)
    first = began_as if began_as in (Status.PENDING, Status.CONFIRMED) else Status.PENDING
    source = told.external_source or ""
    booking = write(replace(told, status=first), whose, by=by, source=source)
    if first != Status.PENDING:
        convert_lead(booking, by=by)
    if began_as == first:
        return booking
    step = Step(began_as, booking.status_entered_at, was_out_of_order=True, source=source)
    return take_step(locked(booking), step, by=by)


def _believable(told: NewBooking) -> NewBooking:
    now = clock.now()
    taken_at = min(told.taken_at or now, now)
    if told.promised_at is not None and told.promised_at <= now:
        late = told.estimated_completion or told.promised_at
        return replace(told, taken_at=taken_at, promised_at=None, estimated_completion=late)
    return replace(told, taken_at=taken_at)


def _heard_before(booking: Booking, step: Step) -> bool:
    told = StatusChange.objects.filter(booking=booking, source=step.source)
    if step.external_id:
        return told.filter(external_id=step.external_id).exists()
    return told.filter(to_status=step.to, at=step.at).exists()
