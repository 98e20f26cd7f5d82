"""Who may see a customer; granted by conversion, booking and assignment."""

from django.db import transaction

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.customers.models import Access, Customer


@transaction.atomic
def grant(
    customer: Customer,
    *,
    by: Staff,
    reason: str,
    branch: Branch | None = None,
    staff: Staff | None = None,
) -> None:
    """From now on this branch (or this member of staff) sees the customer. Twice is once."""
    wanted = {"branch": branch} if branch else {"staff": staff}
    _access, is_new = Access.objects.get_or_create(
        customer=customer, **wanted, defaults={"reason": reason}
    )
    if is_new:
        activity.record(
            "customer.access_granted",
            about=customer,
            by=by,
            customer=customer,
            branch=branch,
            reason=reason,
            to=str(branch or staff),
        )
