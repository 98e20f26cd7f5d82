"""One step of a repair: what every change of status does, whoever asked for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Case, Q, Value, When

from crm import activity
from crm.accounts.models import Staff
from crm.bookings.config import bookings_config
from crm.bookings.models import Booking, Part, Promise, Status, StatusChange
from crm.bookings.rules.saving import PENNY, save
from crm.leads import rules as leads
from crm.leads.models import Lead
from crm.lib.business import business

_WORK_IS_DONE = (Status.READY_FOR_PICKUP, Status.COMPLETED, Status.REFUNDED)
_AGREED = (*_WORK_IS_DONE, Status.CONFIRMED, Status.IN_PROGRESS)
_MOVED = (
    "status",
    "status_entered_at",
    "ready_at",
    "was_on_time",
    "told_at",
    "completed_at",
    "warranty_until",
    "final_price",
    "profit_margin",
    "lead",
)


@dataclass(frozen=True)
class Step:
    """Where to, when, and what was said about it. `external_id` is the teller's own."""

    to: Status
    at: datetime
    notes: str = ""
    was_out_of_order: bool = False
    source: str = ""
    external_id: str | None = None


def take_step(booking: Booking, step: Step, *, by: Staff, also: tuple[str, ...] = ()) -> Booking:
    """Move a booking its rule holds, with everything that must never be half true."""
    before = booking.status
    write_down(booking, step, by=by, before=before)
    booking.status, booking.status_entered_at = step.to, step.at
    _work_done_or_not(booking, step.at)
    if step.to in (Status.COMPLETED, Status.REFUNDED) and booking.completed_at is None:
        _first_completed(booking, step.at)
    save(booking, *_MOVED, *also)
    activity.record(
        "booking.status_changed",
        about=booking,
        by=by,
        before=before,
        to=step.to,
        notes=step.notes,
        was_out_of_order=step.was_out_of_order,
        reference=booking.reference,
    )
    if step.to in _AGREED:
        convert_lead(booking, by=by)
    return booking


def write_down(
    booking: Booking, step: Step, *, by: Staff, before: str, took_effect: bool = True
) -> None:
    """Keep the step in the history."""
    StatusChange.objects.create(
        booking=booking,
        from_status=before,
        to_status=step.to,
        notes=step.notes[:500],
        at=step.at,
        by=by,
        was_out_of_order=step.was_out_of_order or not took_effect,
        took_effect=took_effect,
        source=step.source[:50],
        external_id=step.external_id,
    )


def convert_lead(booking: Booking, *, by: Staff) -> None:
    """A repair that is agreed makes a customer of whoever asked for it."""
    lead = booking.lead
    if lead is not None and lead.status == Lead.Status.ACTIVE and lead.deleted_at is None:
        leads.convert(lead, by=by, into=booking.customer)


def _work_done_or_not(booking: Booking, at: datetime) -> None:
    """The promises are judged when the work is done, and no more than waiting if it was not."""
    if booking.status in _WORK_IS_DONE and booking.ready_at is None:
        booking.ready_at = at
        judgement = Case(When(Q(promised_at__gte=at), then=Value(True)), default=Value(False))
        Promise.objects.filter(booking=booking).update(kept=judgement)
        first = Promise.objects.filter(booking=booking, is_first=True)
        booking.was_on_time = first.values_list("kept", flat=True).first()
    elif booking.is_unfinished and booking.ready_at is not None:
        booking.ready_at = booking.told_at = booking.was_on_time = None
        Promise.objects.filter(booking=booking).update(kept=None)


def _first_completed(booking: Booking, at: datetime) -> None:
    """The warranty starts here, once: a claim or a second completion never restarts it."""
    booking.completed_at = at
    if booking.final_price is None:
        booking.final_price = booking.base_price
    days = bookings_config().warranty.of(booking.repair_type)
    if booking.warranty_of_id is None and days:
        day = at.astimezone(business().zone).date()
        booking.warranty_until = day + timedelta(days=days)
    booking.profit_margin = margin(booking)


def margin(booking: Booking) -> Decimal | None:
    """What is left of the price without VAT after the parts, in percent."""
    if not booking.final_price:
        return None
    fitted = Part.objects.filter(booking=booking).exclude(status=Part.Status.RETURNED)
    costs = [cost * number for cost, number in fitted.values_list("cost", "quantity") if cost]
    net = booking.final_price / (1 + business().vat_rate / 100)
    share = (net - sum(costs, Decimal(0))) / net * 100
    return max(share, Decimal(-99999)).quantize(PENNY)
