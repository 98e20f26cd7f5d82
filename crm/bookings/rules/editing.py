"""Correcting what is known of a repair; what verbs own is refused by name."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.bookings.models import Booking
from crm.bookings.models.status import ENDED
from crm.bookings.rules.saving import locked, pounds, save
from crm.bookings.rules.steps import margin
from crm.customers.models import Device
from crm.lib.refusal import Refusal

EDITABLE = frozenset(
    {
        "device",
        "repair_type",
        "problem_description",
        "urgency_level",
        "service_type",
        "base_price",
        "final_price",
        "preferred_date",
        "scheduled_date",
        "estimated_completion",
        "device_condition",
        "photo_urls",
        "internal_notes",
        "customer_notes",
    }
)
OWNED_BY_VERBS = {
    "status": "A repair's status changes by POST to status, complete or cancel.",
    "customer_id": "A repair stays with its customer; merge the customers if they are one.",
    "branch_id": "A repair stays at its branch.",
    "lead_id": "The lead is given when the repair is taken in.",
    "assigned_technician_id": "Use assign or claim.",
    "promised_at": "Use promise, so that the date before stays in the ledger.",
    "completed_at": "Use complete.",
    "collected_at": "Use collect.",
    "ready_at": "This follows from the status.",
    "told_at": "Use told.",
    "warranty_until": "The warranty follows from the day of completion.",
    "warranty_of_id": "Use warranty-return on the first repair.",
    "price_quote_id": "The price is quoted when the repair is taken in.",
    "customer_effort_score": "Use rate.",
    "nps_score": "Use rate.",
    "satisfaction_notes": "Use rate.",
    "profit_margin": "This is worked out when the repair is completed.",
    "marketing_campaign_id": "Campaigns write this.",
    "referral_id": "Referrals write this.",
    "acquisition_cost": "Campaigns write this.",
    "reference": "The number is given once.",
    "number": "The number is given once.",
    "external_source": "This is given when the repair is taken in.",
    "external_id": "This is given when the repair is taken in.",
}


@transaction.atomic
def edit(
    booking: Booking, changes: dict[str, Any], *, by: Staff, version: int | None = None
) -> Booking:
    """Change what people may change of a repair. Refuses the rest, and says what to use."""
    for name in changes:
        if name not in EDITABLE:
            why = OWNED_BY_VERBS.get(name, "This is not part of a repair that can be edited.")
            raise Refusal(why, field=name, status=422)
    booking = locked(booking, version=version)
    if booking.status in ENDED and {"base_price", "final_price"} & set(changes):
        raise Refusal("This repair is over; its price stays.", field="final_price")
    before = {name: getattr(booking, name) for name in EDITABLE}
    for name, value in changes.items():
        setattr(booking, name, _tidied(name, value))
    _must_own(booking)
    changed = sorted(name for name in EDITABLE if getattr(booking, name) != before[name])
    if not changed:
        return booking
    also = []
    if booking.completed_at and {"base_price", "final_price"} & set(changed):
        booking.profit_margin, also = margin(booking), ["profit_margin"]
    save(booking, *changed, *also)
    activity.record(
        "booking.edited",
        about=booking,
        by=by,
        fields=changed,
        before={name: _plain(before[name]) for name in changed},
        reference=booking.reference,
    )
    return booking


def _tidied(name: str, value: Any) -> Any:
    if name in {"base_price", "final_price"}:
        return pounds(value, name)
    return value.strip() if isinstance(value, str) else value


def _must_own(booking: Booking) -> None:
    """A device may change hands later; only a new choice has to be the customer's."""
    device = booking.device
    if device is not None and device.customer_id != booking.customer_id:
        kept = Booking.objects.filter(pk=booking.pk, device=device).exists()
        if not kept:
            raise Refusal("This device belongs to somebody else.", field="device_id", status=422)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal | Device):
        return str(value)
    return value.isoformat() if isinstance(value, datetime | date) else value
