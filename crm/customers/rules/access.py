"""Who may see a customer; granted by conversion, booking and assignment."""

from django.db import connection, transaction
from django.db.models import QuerySet

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.customers.models import Access, Customer
from crm.lib.ids import UUID7_SQL


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


@transaction.atomic
def hand_over(person: Staff, to: Staff, *, by: Staff) -> int:
    """The customers whom `person` looks after are looked after by `to`; how many those are.

    By sets, since somebody at the bench for ten years knows half the town. The caller records.
    """
    with connection.cursor() as cursor:
        cursor.execute(_GIVE, {"from": person.pk, "to": to.pk})
    return looked_after_by(person).delete()[0]


def looked_after_by(person: Staff) -> QuerySet[Access]:
    """Customers this member of staff was given by name, not by their branch."""
    return Access.objects.filter(staff=person)


_GIVE = f"""
    INSERT INTO customer_access (id, customer_id, staff_id, reason, created_at)
    SELECT {UUID7_SQL}, customer_id, %(to)s, 'handed over', now()
    FROM customer_access WHERE staff_id = %(from)s
    ON CONFLICT (staff_id, customer_id) WHERE staff_id IS NOT NULL DO NOTHING
"""  # noqa: S608 - an expression of our own
