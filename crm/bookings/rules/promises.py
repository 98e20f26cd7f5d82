"""Dates given to customers: each is kept in the ledger, the latest is in force."""

from datetime import datetime

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.bookings.models import Booking, Promise
from crm.bookings.rules.saving import locked, save
from crm.lib import clock
from crm.lib.refusal import Refusal


@transaction.atomic
def promise(
    booking: Booking,
    promised_at: datetime,
    *,
    by: Staff,
    reason: str = "",
    version: int | None = None,
) -> Booking:
    """Give the customer a date, or another one and say why it moved."""
    booking = locked(booking, version=version)
    if not booking.is_unfinished:
        raise Refusal("The work on this repair is over; there is no more to promise.")
    if booking.promised_at == promised_at:
        return booking
    must_be_ahead(promised_at)
    reason = reason.strip()[:255]
    if booking.promised_at is not None and not reason:
        raise Refusal("Say why the date moved.", field="reason", status=422)
    before = booking.promised_at
    write_down(booking, promised_at, by=by, reason=reason)
    booking.promised_at = promised_at
    save(booking, "promised_at")
    activity.record(
        "booking.promised",
        about=booking,
        by=by,
        promised_at=promised_at.isoformat(),
        before=before.isoformat() if before else None,
        reason=reason,
        reference=booking.reference,
    )
    return booking


def write_down(booking: Booking, promised_at: datetime, *, by: Staff, reason: str = "") -> None:
    is_first = not Promise.objects.filter(booking=booking).exists()
    Promise.objects.create(
        booking=booking,
        promised_at=promised_at,
        made_at=clock.now(),
        made_by=by,
        reason=reason,
        is_first=is_first,
    )


def must_be_ahead(promised_at: datetime) -> None:
    if promised_at <= clock.now():
        raise Refusal("A promise needs a time in the future.", field="promised_at", status=422)
