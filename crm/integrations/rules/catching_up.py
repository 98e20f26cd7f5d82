"""Somebody has appeared for whom deliveries were waiting."""

from contextlib import suppress
from uuid import UUID

from django.db.models import Q

from crm.activity.models import Event
from crm.bookings.models import Booking
from crm.customers.models import ContactPoint, Customer
from crm.integrations.models import Approval, Delivery
from crm.integrations.rules.deliveries import process
from crm.leads.models import Lead
from crm.lib.refusal import Refusal


def catch_up(event: Event) -> None:
    """Read the deliveries again that waited for this customer, this lead or this repair."""
    keys = _keys_of_lead(event.about_id) if event.about_type == "lead" else []
    if event.about_type == "booking":
        keys += _keys_of_booking(event.about_id)
    if event.customer_id:
        keys += _keys_of_customer(event.customer_id)
    waiting = Delivery.objects.filter(outcome=Delivery.Outcome.WAITING, waits_for__overlap=keys)
    for delivery in waiting.order_by("received_at"):
        with suppress(Refusal):  # its row says what is wrong; the log reads on
            process(delivery)


def _keys_of_lead(lead_id: UUID) -> list[str]:
    lead = Lead.objects.filter(pk=lead_id).exclude(external_id=None).first()
    return [f"repair:{lead.external_id}"] if lead else []


def _keys_of_booking(booking_id: UUID) -> list[str]:
    booking = Booking.objects.filter(pk=booking_id).exclude(external_id=None).first()
    return [f"{kind}:{booking.external_id}" for kind in ("booking", "repair")] if booking else []


def _keys_of_customer(customer_id: UUID) -> list[str]:
    """Their numbers over there, and every email that is theirs."""
    numbers = Approval.objects.filter(
        customer_id=customer_id, kind=Approval.Kind.REGISTRATION
    ).values_list("external_id", flat=True)
    linked = Customer.objects.filter(Q(pk=customer_id), ~Q(external_id=None))
    emails = ContactPoint.objects.filter(
        customer_id=customer_id, kind=ContactPoint.Kind.EMAIL
    ).values_list("value", flat=True)
    users = {*numbers, *linked.values_list("external_id", flat=True)}
    return [f"user:{number}" for number in users] + [f"email:{email}" for email in emails]
