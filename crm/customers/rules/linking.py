"""A customer is somebody another system knows under a number of its own."""

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.customers.models import Customer


@transaction.atomic
def link(customer: Customer, *, source: str, external_id: str, by: Staff) -> Customer:
    """Remember what the other system calls this customer.

    The first link stays: somebody with two accounts over there is still known by the first.
    """
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    if customer.external_id is not None:
        return customer
    customer.external_source, customer.external_id = source, external_id
    customer.version += 1
    customer.save(update_fields=["external_source", "external_id", "version"])
    activity.record("customer.linked", about=customer, by=by, customer=customer, source=source)
    return customer
