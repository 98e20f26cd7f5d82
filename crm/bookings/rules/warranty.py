"""A repair comes back under its warranty: the first job again, and no new sale."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from crm.accounts.models import Staff
from crm.bookings.models import Booking, Status
from crm.bookings.rules import promises
from crm.bookings.rules.assignment import must_work_at
from crm.bookings.rules.saving import locked
from crm.bookings.rules.writing import NewBooking, Whose, write
from crm.customers import rules as customers
from crm.lib import clock
from crm.lib.business import business
from crm.lib.refusal import Refusal


@transaction.atomic
def warranty_return(
    booking: Booking,
    *,
    problem: str,
    by: Staff,
    promised_at: datetime | None = None,
    technician: Staff | None = None,
) -> Booking:
    """Take the device back at no charge. The clock goes on from the first job, however often
    it comes back; a return of a return belongs to the first job as well.
    """
    first = locked(booking.warranty_of or booking)
    _must_be_covered(first)
    if not problem.strip():
        raise Refusal("Say what is wrong this time.", field="problem_description", status=422)
    if promised_at is not None:
        promises.must_be_ahead(promised_at)
    if technician is not None:
        must_work_at(first.branch, technician)
        customers.grant(first.customer, by=by, reason="repair assigned", staff=technician)
    new = NewBooking(
        repair_type=first.repair_type,
        problem_description=problem,
        urgency_level=first.urgency_level,
        service_type=first.service_type,
        base_price=Decimal(0),
        promised_at=promised_at,
    )
    whose = Whose(first.customer, first.branch, first.device, technician, warranty_of=first)
    return write(new, whose, by=by)


def is_covered(booking: Booking) -> bool:
    """Would a return today be free?"""
    today = clock.now().astimezone(business().zone).date()
    return (
        booking.status == Status.COMPLETED
        and booking.warranty_until is not None
        and today <= booking.warranty_until
    )


def _must_be_covered(first: Booking) -> None:
    if is_covered(first):
        return
    if first.status != Status.COMPLETED:
        raise Refusal("Only a completed repair has a warranty.", field="status")
    if first.warranty_until is None:
        raise Refusal(f"{first.reference} was done without a warranty.", field="warranty_until")
    ended = f"{first.warranty_until.day} {first.warranty_until:%B %Y}"
    raise Refusal(
        f"The warranty of {first.reference} ended on {ended}. Book it in as a new repair.",
        field="warranty_until",
    )
