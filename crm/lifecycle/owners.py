"""Who could look after a customer: people who work where the customer is known."""

from crm.accounts.models import Staff
from crm.accounts.models.staff import StaffQuerySet
from crm.customers.models import Access, Customer


def candidates(customer: Customer, *, to: Staff) -> StaffQuerySet:
    """Active people `to` may see, at branches that know this customer or at every branch."""
    known_at = Access.objects.filter(customer=customer).exclude(branch=None)
    branches = list(known_at.values_list("branch_id", flat=True))
    people = Staff.objects.working_at(*branches)
    return people.filter(pk__in=Staff.objects.visible_to(to).values("pk")).order_by("name", "pk")
