"""How every door finds the rows it is about, as far as the caller may see them."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404

from crm.accounts.models import Branch, Staff
from crm.bookings.models import Booking
from crm.customers.models import Customer, Device
from crm.leads.models import Lead
from crm.lib.refusal import Refusal


def seen(booking_id: UUID, by: Staff) -> Booking:
    """The repair, if they may see it; one of another branch is as good as missing."""
    rows = Booking.objects.visible_to(by)
    related = ("device__model__brand", "device__category", "assigned_technician", "branch")
    return get_object_or_404(rows.select_related("customer", *related), pk=booking_id)


def named(booking_id: UUID, by: Staff) -> Booking:
    """The same for a repair that a body names: its field is told, not that the door is missing."""
    try:
        return seen(booking_id, by)
    except Http404:
        raise Refusal("You see no such repair.", field="booking_id", status=422) from None


def worker_at(branch_id: UUID, staff_id: UUID) -> Staff:
    """Somebody who can be given work at the branch."""
    worker = Staff.objects.working_at(branch_id).filter(pk=staff_id).first()
    if worker is None:
        raise Refusal(
            "Nobody like this works at the repair's branch.",
            field="assigned_technician_id",
            status=422,
        )
    return worker


def branch_of(branch_id: UUID | None, by: Staff) -> Branch:
    if branch_id is None:
        return by.home_branch
    branch = Branch.objects.visible_to(by).active().filter(pk=branch_id).first()
    if branch is None:
        raise Refusal("You do not work at such a branch.", field="branch_id", status=422)
    return branch


def customer_of(customer_id: UUID, by: Staff) -> Customer:
    found = Customer.objects.visible_to(by).filter(pk=customer_id).first()
    if found is None:
        raise Refusal("You know no such customer.", field="customer_id", status=422)
    return found


def lead_of(lead_id: UUID, by: Staff) -> Lead:
    found = Lead.objects.visible_to(by).filter(pk=lead_id).first()
    if found is None or not by.can("leads.edit"):
        raise Refusal("You work on no such lead.", field="lead_id", status=422)
    return found


def device_of(device_id: UUID | None, customer: Customer) -> Device | None:
    """The customer's own device; whose else it is stays unsaid."""
    if device_id is None:
        return None
    devices = Device.objects.filter(customer=customer, deleted_at=None)
    found = devices.select_related("model__brand", "category").filter(pk=device_id).first()
    if found is None:
        raise Refusal("They have no such device.", field="device_id", status=422)
    return found


@contextmanager
def known_once() -> Iterator[None]:
    """Refuse a second repair of one outside record; only the database can be sure of it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "bookings_external_once" not in str(error):
            raise
        raise Refusal("This record is a repair already.", field="external_id") from None
