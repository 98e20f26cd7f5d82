"""What was seen on a device. Declined is remembered too: the next visit will ask."""

from decimal import Decimal

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.bookings.models import Booking, Fault
from crm.bookings.models.status import ENDED
from crm.bookings.rules.saving import locked, pounds, save
from crm.lib import clock
from crm.lib.refusal import Refusal

NOTED = Fault.Decision.NOTED


@transaction.atomic
def find_fault(
    booking: Booking,
    what: str,
    *,
    by: Staff,
    price: Decimal | None = None,
    decision: str = NOTED,
    version: int | None = None,
) -> Fault:
    """Write down something seen on the device, and what was decided if that is known."""
    booking = _held(booking, version)
    if not what.strip():
        raise Refusal("Say what you saw.", field="what", status=422)
    now = clock.now()
    fault = Fault.objects.create(
        booking=booking,
        what=what.strip()[:255],
        seen_at=now,
        seen_by=by,
        decision=decision,
        decided_at=None if decision == NOTED else now,
        price=pounds(price, "price"),
    )
    _noted(booking, fault, "booking.fault_found", by=by)
    return fault


@transaction.atomic
def decide_fault(fault: Fault, decision: str, *, by: Staff, version: int | None = None) -> Fault:
    """It was repaired, or the customer does not want it mended. The same twice is once."""
    booking = _held(fault.booking, version)
    fault = Fault.objects.select_for_update().get(pk=fault.pk)
    if fault.decision == decision:
        return fault
    fault.decision = Fault.Decision(decision)
    fault.decided_at = None if decision == NOTED else clock.now()
    fault.save(update_fields=["decision", "decided_at"])
    _noted(booking, fault, "booking.fault_decided", by=by)
    return fault


def _held(booking: Booking, version: int | None) -> Booking:
    booking = locked(booking, version=version)
    if booking.status in ENDED:
        raise Refusal("This repair is over; what was seen stays as it is.", field="status")
    return booking


def _noted(booking: Booking, fault: Fault, verb: str, *, by: Staff) -> None:
    save(booking)
    activity.record(
        verb,
        about=booking,
        by=by,
        fault=fault.what,
        fault_id=str(fault.pk),
        decision=fault.decision,
        price=str(fault.price) if fault.price is not None else None,
        reference=booking.reference,
    )
