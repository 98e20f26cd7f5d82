"""The life of a device: whose it was, as far as this person may know."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm.accounts.models import Staff
from crm.customers.models import Customer, Device


@dataclass(frozen=True)
class Owner:
    """`customer` is None for somebody whom this person may not see."""

    customer: Customer | None
    since: datetime
    until: datetime | None


def owners(device: Device, *, to: Staff) -> list[Owner]:
    """The present owner first. A stretch under one name is one, also after two records merged."""
    before = device.former_owners.order_by("-until", "-pk")
    stays: list[tuple[UUID, datetime, datetime | None]] = []
    if device.customer_id:
        stays.append((device.customer_id, device.owned_since, None))
    stays += [(one.customer_id, one.since, one.until) for one in before]
    seen = Customer.objects.visible_to(to).in_bulk([key for key, _since, _until in stays])
    found: list[Owner] = []
    latest = None
    for key, since, until in stays:
        if found and key == latest:
            found[-1] = Owner(found[-1].customer, since, found[-1].until)
        else:
            found.append(Owner(seen.get(key), since, until))
        latest = key
    return found
