"""Whose a device is. It outlives owners: whoever had it before stays written down."""

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.customers.models import Customer, Device, FormerOwner
from crm.lib import clock, versions
from crm.lib.refusal import Refusal


@transaction.atomic
def transfer_device(
    device: Device, *, to: Customer, by: Staff, version: int | None = None
) -> Device:
    """Somebody else has it from now on. Giving it to who has it already changes nothing."""
    to = must_be_here(to)
    device = locked(device, version=version)
    return device if device.customer_id == to.pk else hand_over(device, to, by=by)


def hand_over(device: Device, to: Customer, *, by: Staff) -> Device:
    """The caller holds the device. Both customers' stories tell of it, neither names the other:
    who reads one of them may not be somebody who sees both.
    """
    now, before = clock.now(), device.customer
    if before is not None:
        FormerOwner.objects.create(
            device=device, customer=before, since=min(device.owned_since, now), until=now
        )
        activity.record("device.given_away", about=before, by=by, customer=before, name=device.name)
    device.customer, device.owned_since = to, now
    save(device, "customer", "owned_since")
    activity.record("device.transferred", about=device, by=by, customer=to, name=device.name)
    return device


def locked(device: Device, *, version: int | None = None) -> Device:
    """The device as it is now, held until the transaction ends."""
    rows = Device.objects.select_for_update(of=("self",)).select_related("model__brand")
    device = rows.get(pk=device.pk)
    if device.deleted_at is not None:
        raise Refusal("This device has been removed.", status=404)
    versions.must_match(device, version)
    return device


def must_be_here(customer: Customer) -> Customer:
    """The customer, held against a merge, unless they have gone in the meantime."""
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    if customer.deleted_at is not None:
        raise Refusal("This customer was merged or removed in the meantime.")
    return customer


def save(device: Device, *fields: str) -> None:
    """Save the named fields and move the version on, so that stale writers are told."""
    device.version += 1
    device.updated_at = clock.now()
    device.save(update_fields=[*fields, "version", "updated_at"])
