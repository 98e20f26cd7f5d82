"""The row of a new repair, with the first lines of its history and of its promises."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.bookings.config import bookings_config
from crm.bookings.models import Booking, Status
from crm.bookings.rules import promises
from crm.bookings.rules.saving import pounds
from crm.bookings.rules.steps import Step, write_down
from crm.catalogue.models import UrgencyLevel
from crm.customers.models import Customer, Device
from crm.leads.models import Lead
from crm.lib import clock
from crm.pricing import rules as pricing
from crm.pricing.models import PriceQuote
from crm.pricing.rules import Priced


@dataclass(frozen=True)
class NewBooking:
    """What is known when a device comes over the counter, as it was typed or sent."""

    repair_type: str
    problem_description: str = ""
    urgency_level: str = UrgencyLevel.STANDARD
    service_type: str = Booking.Service.BRING_IN
    status: str = Status.CONFIRMED
    taken_at: datetime | None = None
    base_price: Decimal | None = None
    priced: Priced | None = None
    promised_at: datetime | None = None
    preferred_date: datetime | None = None
    scheduled_date: datetime | None = None
    estimated_completion: datetime | None = None
    device_condition: dict[str, Any] = field(default_factory=dict)
    photo_urls: list[str] = field(default_factory=list)
    customer_info: dict[str, Any] = field(default_factory=dict)
    internal_notes: str = ""
    customer_notes: str = ""
    external_source: str | None = None
    external_id: str | None = None


@dataclass(frozen=True)
class Whose:
    """Where a new repair belongs: whose device, at which branch, on whose bench, after what."""

    customer: Customer
    branch: Branch
    device: Device | None = None
    technician: Staff | None = None
    lead: Lead | None = None
    warranty_of: Booking | None = None


def write(new: NewBooking, whose: Whose, *, by: Staff, source: str = "") -> Booking:
    """The booking, its first status and its first promise; the caller has judged it all."""
    began, number = new.taken_at or clock.now(), _next_number()
    quote = _quoted(new, whose, by=by)
    booking = Booking.objects.create(
        number=number,
        reference=f"{bookings_config().prefix}-{number}",
        branch=whose.branch,
        customer=whose.customer,
        device=whose.device,
        lead=whose.lead,
        assigned_technician=whose.technician,
        warranty_of=whose.warranty_of,
        warranty_until=whose.warranty_of.warranty_until if whose.warranty_of else None,
        status=new.status,
        status_entered_at=began,
        created_by=by,
        created_at=began,
        price_quote=quote,
        base_price=_agreed(new, quote),
        **_told(new),
    )
    write_down(booking, Step(Status(new.status), began, source=source), by=by, before="")
    if new.promised_at is not None:
        promises.write_down(booking, new.promised_at, by=by)
    activity.record(
        "booking.created",
        about=booking,
        by=by,
        part_of=whose.lead,
        reference=booking.reference,
        repair_type=booking.repair_type,
        device=booking.device_name,
        assigned_to=str(whose.technician or ""),
        warranty_of=whose.warranty_of.reference if whose.warranty_of else "",
    )
    return booking


def _quoted(new: NewBooking, whose: Whose, *, by: Staff) -> PriceQuote | None:
    if new.priced is None:
        return None
    return pricing.record(new.priced, by=by, branch=whose.branch, customer=whose.customer)


def _agreed(new: NewBooking, quote: PriceQuote | None) -> Decimal | None:
    """What somebody agreed with the customer outranks what the rules say."""
    if new.base_price is None and quote is not None:
        return quote.total
    return pounds(new.base_price, "base_price")


def _told(new: NewBooking) -> dict[str, Any]:
    return {
        "repair_type": new.repair_type,
        "problem_description": new.problem_description.strip(),
        "urgency_level": new.urgency_level,
        "service_type": new.service_type,
        "promised_at": new.promised_at,
        "preferred_date": new.preferred_date,
        "scheduled_date": new.scheduled_date,
        "estimated_completion": new.estimated_completion,
        "device_condition": new.device_condition,
        "photo_urls": new.photo_urls,
        "customer_info": new.customer_info,
        "internal_notes": new.internal_notes.strip(),
        "customer_notes": new.customer_notes.strip(),
        "external_source": new.external_source,
        "external_id": new.external_id,
    }


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('booking_numbers')")
        return int(cursor.fetchone()[0])
