"""A repair over the counter or through the API: everything found first, then one rule."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from crm.accounts.models import Branch, Staff
from crm.bookings import rules
from crm.bookings.finding import (
    branch_of,
    customer_of,
    device_of,
    known_once,
    lead_of,
    worker_at,
)
from crm.bookings.models import Booking
from crm.bookings.quoting import asked_for, priced
from crm.catalogue.models import DeviceModel
from crm.customers.models import Customer, Device
from crm.customers.rules import Profile
from crm.lib.refusal import Refusal


@dataclass(frozen=True)
class Intake:
    """What was told, and for whom: one of a customer, a lead, or somebody who may be new.

    `device` makes a record of what has none yet, once it is known whose it is.
    """

    new: rules.NewBooking
    customer_id: UUID | None = None
    lead_id: UUID | None = None
    profile: Profile | None = None
    device_id: UUID | None = None
    model: DeviceModel | None = None
    device: Callable[[Customer], Device | None] = rules.no_device
    branch_id: UUID | None = None
    technician_id: UUID | None = None


def taken_in(told: Intake, *, by: Staff) -> Booking:
    """Ask and take it in, in one go."""
    return ready_to_take(told, by=by)()


def ready_to_take(told: Intake, *, by: Staff) -> Callable[[], Booking]:
    """Find everybody and everything as far as `by` may see it and ask the price: all but the
    writing, which the answer does. The price may come over a network, so ask for it while no
    transaction is open.
    """
    lead = lead_of(told.lead_id, by) if told.lead_id else None
    branch = lead.branch if lead else branch_of(told.branch_id, by)
    customer = customer_of(told.customer_id, by) if told.customer_id else None
    if told.profile is not None and not by.can("customers.create"):
        raise Refusal("Your role does not include adding customers.", status=403)
    technician = _technician(told, branch, by)
    new = _with_price(told, customer)
    device = _device(told)

    def take() -> Booking:
        with known_once():
            if lead is not None:
                return rules.take_from_lead(new, lead, by=by, device=device, technician=technician)
            if customer is not None:
                return rules.take(
                    new, customer, by=by, branch=branch, device=device, technician=technician
                )
            assert told.profile is not None
            return rules.take_from_new(
                new, told.profile, by=by, branch=branch, device=device, technician=technician
            )

    return take


def _technician(told: Intake, branch: Branch, by: Staff) -> Staff | None:
    """Anybody may take a job themselves; giving it to others is a right of its own."""
    if told.technician_id is None:
        return None
    if told.technician_id != by.pk and not by.can("bookings.assign"):
        raise Refusal("Your role does not include giving repairs to somebody.", status=403)
    return worker_at(branch.pk, told.technician_id)


def _with_price(told: Intake, customer: Customer | None) -> rules.NewBooking:
    if told.new.base_price is not None:
        return told.new
    device = device_of(told.device_id, customer) if customer and told.device_id else None
    asked = asked_for(
        told.new.repair_type,
        told.new.urgency_level,
        device=device,
        model=told.model,
        customer=customer,
    )
    return replace(told.new, priced=priced(asked))


def _device(told: Intake) -> Callable[[Customer], Device | None]:
    if told.device_id is None:
        return told.device
    return lambda customer: device_of(told.device_id, customer)
