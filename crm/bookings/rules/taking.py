"""A repair is taken in: from a lead, for a customer we know, or for somebody new."""

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction

from crm.accounts.models import Branch, Staff
from crm.bookings.models import Booking, Status
from crm.bookings.rules import promises
from crm.bookings.rules.assignment import must_work_at
from crm.bookings.rules.steps import convert_lead
from crm.bookings.rules.writing import NewBooking, Whose, write
from crm.customers import rules as customers
from crm.customers.models import Customer, Device
from crm.leads import rules as leads
from crm.leads.models import Lead
from crm.lib.refusal import Refusal

DeviceOf = Callable[[Customer], Device | None]


def no_device(_customer: Customer) -> None:
    """For a repair whose device is not a record of its own (yet)."""


@transaction.atomic
def take(
    new: NewBooking,
    customer: Customer,
    *,
    by: Staff,
    branch: Branch,
    device: DeviceOf = no_device,
    technician: Staff | None = None,
    lead: Lead | None = None,
) -> Booking:
    """Take in a repair for somebody we know; from now on this branch sees them.

    `device` answers which of their devices it is, or makes a record of it.

    The same `external_source` and `external_id` twice is refused by the database: callers
    that may repeat themselves ask `known` first.
    """
    customer = _still_here(customer)
    brought = device(customer)
    if brought is not None and brought.customer_id != customer.pk:
        raise Refusal("This device belongs to somebody else.", field="device_id", status=422)
    if technician is not None:
        must_work_at(branch, technician)
    if new.promised_at is not None:
        promises.must_be_ahead(new.promised_at)
    customers.grant(customer, by=by, reason="repair taken in", branch=branch)
    if technician is not None:
        customers.grant(customer, by=by, reason="repair assigned", staff=technician)
    booking = write(new, Whose(customer, branch, brought, technician, lead), by=by)
    if booking.status != Status.PENDING:
        convert_lead(booking, by=by)
    return booking


@transaction.atomic
def take_from_lead(
    new: NewBooking,
    lead: Lead,
    *,
    by: Staff,
    into: Customer | None = None,
    device: DeviceOf = no_device,
    technician: Staff | None = None,
) -> Booking:
    """What the lead asked for is booked in, which makes a customer of the lead.

    The first repair of a lead that came from elsewhere is the same repair over there.
    """
    done = leads.convert(lead, by=by, into=into)
    return take(
        _as_asked_elsewhere(new, done.lead),
        done.customer,
        by=by,
        branch=done.lead.branch,
        device=device,
        technician=technician,
        lead=done.lead,
    )


@transaction.atomic
def take_from_new(
    new: NewBooking,
    profile: customers.Profile,
    *,
    by: Staff,
    branch: Branch,
    device: DeviceOf = no_device,
    technician: Staff | None = None,
) -> Booking:
    """Somebody at the counter: found again by their address or made, with their device; all
    of it or nothing.
    """
    customer, _is_new = customers.find_or_make(profile, by=by, branch=branch)
    return take(new, customer, by=by, branch=branch, device=device, technician=technician)


def known(external_source: str, external_id: str) -> Booking | None:
    """The booking that this outside record has already become."""
    found = Booking.objects.filter(external_source=external_source, external_id=external_id)
    return found.first()


def _as_asked_elsewhere(new: NewBooking, lead: Lead) -> NewBooking:
    source, number = lead.external_source, lead.external_id
    if new.external_id or not source or not number or known(source, number):
        return new
    return replace(new, external_source=source, external_id=number)


def _still_here(customer: Customer) -> Customer:
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    if customer.deleted_at is not None:
        raise Refusal("This customer was merged or removed in the meantime.", field="customer_id")
    return customer
