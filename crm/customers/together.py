"""Who lives with a customer, and which records became part of theirs: nothing for most people."""

from dataclasses import dataclass

from crm.accounts.models import Staff
from crm.customers.models import Customer, Merge

MOST = 20


@dataclass(frozen=True)
class Together:
    """Others beside this customer, as far as one person may see them."""

    household: list[Customer]
    merged: list[Merge]


def together(customer: Customer, *, to: Staff) -> Together:
    household: list[Customer] = []
    if customer.household_id:
        members = Customer.objects.visible_to(to).filter(household=customer.household_id)
        household = list(members.exclude(pk=customer.pk).order_by("sort_name")[:MOST])
    merged = Merge.objects.in_force().filter(survivor=customer).select_related("loser")
    return Together(household, list(merged.order_by("-merged_at")[:MOST]))
