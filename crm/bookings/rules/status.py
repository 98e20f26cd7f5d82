"""Moving a repair along: what people may do with it, step by step."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.activity.models import Event
from crm.bookings.config import bookings_config
from crm.bookings.models import Booking, Status
from crm.bookings.rules.saving import locked, must_be_open, pounds, save
from crm.bookings.rules.steps import Step, take_step
from crm.lib import clock
from crm.lib.refusal import Refusal

_TALKS = {"CALL", "EMAIL", "SMS", "CHAT", "VISIT"}


@transaction.atomic
def change_status(
    booking: Booking, to: str, *, by: Staff, notes: str = "", version: int | None = None
) -> Booking:
    """Take the repair where `bookings.yaml` lets people take it from where it stands."""
    booking = locked(booking, version=version)
    if booking.status == to:
        return booking
    must_be_possible(booking, to)
    must_be_allowed(to, by)
    notes = notes.strip()
    if to == Status.CANCELLED and not notes:
        raise Refusal("Say why, so that others can learn from it.", field="notes", status=422)
    return take_step(booking, Step(Status(to), clock.now(), notes), by=by)


@transaction.atomic
def complete(
    booking: Booking,
    *,
    by: Staff,
    final_price: Decimal | None = None,
    notes: str = "",
    version: int | None = None,
) -> Booking:
    """The work is done and the job is over; what it cost in the end goes with it."""
    booking = locked(booking, version=version)
    if booking.status == Status.COMPLETED:
        return booking
    must_be_possible(booking, Status.COMPLETED)
    if final_price is not None:
        booking.final_price = pounds(final_price, "final_price")
    return take_step(booking, Step(Status.COMPLETED, clock.now(), notes.strip()), by=by)


@transaction.atomic
def collect(booking: Booking, *, by: Staff, version: int | None = None) -> Booking:
    """The device is back with its owner: a repair that waited for this is complete."""
    booking = locked(booking, version=version)
    if booking.collected_at is not None:
        return booking
    if booking.status == Status.COMPLETED:
        booking.collected_at = clock.now()
        save(booking, "collected_at")
        activity.record("booking.collected", about=booking, by=by, reference=booking.reference)
        return booking
    if booking.status != Status.READY_FOR_PICKUP:
        raise Refusal("Only what is ready can be collected.", field="status")
    must_be_possible(booking, Status.COMPLETED)
    booking.collected_at = clock.now()
    step = Step(Status.COMPLETED, booking.collected_at)
    return take_step(booking, step, by=by, also=("collected_at",))


@transaction.atomic
def cancel(booking: Booking, *, reason: str, by: Staff, version: int | None = None) -> Booking:
    """The repair will not happen. The reason is what the owner learns from."""
    booking = locked(booking, version=version)
    must_be_open(booking, "Only an open repair can be cancelled.")
    if not reason.strip():
        raise Refusal("Say why, so that others can learn from it.", field="reason", status=422)
    must_be_possible(booking, Status.CANCELLED)
    return take_step(booking, Step(Status.CANCELLED, clock.now(), reason.strip()), by=by)


@transaction.atomic
def refund(booking: Booking, *, reason: str, by: Staff, version: int | None = None) -> Booking:
    """Mark that the money went back. Moving it is the ledger's business."""
    booking = locked(booking, version=version)
    if booking.status == Status.REFUNDED:
        return booking
    must_be_possible(booking, Status.REFUNDED)
    must_be_allowed(Status.REFUNDED, by)
    return take_step(booking, Step(Status.REFUNDED, clock.now(), reason.strip()), by=by)


@transaction.atomic
def tell(booking: Booking, *, by: Staff, at: datetime | None = None) -> Booking:
    """The customer knows that their device is ready. Twice is once."""
    booking = locked(booking)
    if booking.told_at is not None or booking.status != Status.READY_FOR_PICKUP:
        return booking
    booking.told_at = at or clock.now()
    save(booking, "told_at")
    activity.record("booking.told", about=booking, by=by, reference=booking.reference)
    return booking


def told_by_talking(event: Event) -> None:
    """`interaction.logged`: whoever is talked to while a repair waits for them knows of it."""
    if event.customer_id is None or event.particulars.get("type") not in _TALKS:
        return
    waiting = Booking.objects.filter(
        customer=event.customer_id,
        branch=event.branch_id,
        status=Status.READY_FOR_PICKUP,
        told_at=None,
        deleted_at=None,
    )
    by = Staff.objects.get(pk=event.actor_id)
    for booking in waiting.order_by("pk"):
        tell(booking, by=by)


def possible(booking: Booking, by: Staff) -> list[Status]:
    """Where this person may take the repair now."""
    config = bookings_config()
    return [
        to
        for to in config.leads_to(booking.status)
        if to not in config.needs or by.can(config.needs[to])
    ]


def must_be_possible(booking: Booking, to: str) -> None:
    config = bookings_config()
    leads_to = config.leads_to(booking.status)
    if to in leads_to:
        return
    words = config.statuses
    here, there = (words[Status(one)].label.lower() for one in (booking.status, to))
    ways = ", ".join(words[one].label.lower() for one in leads_to)
    after = f" From here it can become: {ways}." if ways else " It stays as it is."
    raise Refusal(f"A repair that is {here} cannot become {there}.{after}", field="status")


def must_be_allowed(to: str, by: Staff) -> None:
    need = bookings_config().needs.get(Status(to))
    if need and not by.can(need):
        label = bookings_config().statuses[Status(to)].label.lower()
        raise Refusal(
            f"Your role does not include marking repairs as {label}.", field="status", status=403
        )
