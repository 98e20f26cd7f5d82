"""Whose bench a repair is on. Two people cannot both take one job."""

from django.db import transaction

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.bookings.models import Booking
from crm.bookings.rules.saving import locked, must_be_open, save
from crm.customers import rules as customers
from crm.lib.refusal import Refusal


@transaction.atomic
def claim(booking: Booking, *, by: Staff, version: int | None = None) -> Booking:
    """Take a job that is nobody's. Of two who try at once exactly one gets it."""
    booking = locked(booking, version=version)
    if booking.assigned_technician_id == by.pk:
        return booking
    if booking.assigned_technician is not None:
        raise Refusal(
            f"{booking.assigned_technician} has taken this job already.",
            field="assigned_technician",
        )
    return _given(booking, by, by=by)


@transaction.atomic
def assign(booking: Booking, to: Staff | None, *, by: Staff, version: int | None = None) -> Booking:
    """Give the job to somebody who works at its branch, or to nobody."""
    booking = locked(booking, version=version)
    if booking.assigned_technician_id == (to.pk if to else None):
        return booking
    return _given(booking, to, by=by)


def must_work_at(branch: Branch, staff: Staff) -> None:
    if not Staff.objects.working_at(branch.pk).filter(pk=staff.pk).exists():
        raise Refusal(
            f"{staff} does not work at this repair's branch.",
            field="assigned_technician",
            status=422,
        )


def _given(booking: Booking, to: Staff | None, *, by: Staff) -> Booking:
    must_be_open(booking, "Only an open repair can be given to somebody.")
    if to is not None:
        must_work_at(booking.branch, to)
        customers.grant(booking.customer, by=by, reason="repair assigned", staff=to)
    before = str(booking.assigned_technician or "")
    booking.assigned_technician = to
    save(booking, "assigned_technician")
    activity.record(
        "booking.assigned",
        about=booking,
        by=by,
        to=str(to or ""),
        to_id=str(to.pk) if to else None,
        before=before,
        reference=booking.reference,
    )
    return booking
