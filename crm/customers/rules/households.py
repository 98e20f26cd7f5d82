"""People who live together: they may share a phone and stay two people."""

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.customers.models import Customer, Household
from crm.lib import clock


@transaction.atomic
def live_together(one: Customer, other: Customer, *, by: Staff) -> Household:
    """One household of the two; whoever lives with either comes along."""
    rows = Customer.objects.select_for_update(no_key=True).filter(pk__in=[one.pk, other.pk])
    one, other = rows.order_by("pk")
    home = one.household or other.household or Household.objects.create()
    for customer in (one, other):
        if customer.household_id == home.pk:
            continue
        left = customer.household
        if left is not None:
            left.members.update(household=home)
            left.delete()
        _move_in(customer, home)
        activity.record("customer.household_joined", about=customer, by=by, customer=customer)
    return home


@transaction.atomic
def move_out(customer: Customer, *, by: Staff) -> Customer:
    """They live apart from now on. A household of one is none."""
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    home = customer.household
    if home is None:
        return customer
    _move_in(customer, None)
    activity.record("customer.household_left", about=customer, by=by, customer=customer)
    if home.members.filter(deleted_at=None).count() < 2:  # noqa: PLR2004 - one is alone
        home.delete()
    return customer


def _move_in(customer: Customer, home: Household | None) -> None:
    customer.household = home
    customer.version += 1
    customer.updated_at = clock.now()
    customer.save(update_fields=["household", "version", "updated_at"])
