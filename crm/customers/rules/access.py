"""Who may see a customer; granted by conversion, booking and assignment."""

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

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
    given = looked_after_by(person, at=to).select_for_update(of=("self",))
    held = list(given.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_GIVE, {"held": held, "to": to.pk})
    return Access.objects.filter(pk__in=held).delete()[0]


def looked_after_by(person: Staff, *, at: Staff | None = None) -> QuerySet[Access]:
    """Customers this member of staff was given by name, not by their branch.

    With `at`, only those known where that colleague works.
    """
    rows = Access.objects.filter(staff=person)
    if at is None or at.sees_all_branches:
        return rows
    here = Access.objects.filter(customer=OuterRef("customer"), branch__in=at.branch_ids)
    return rows.filter(Exists(here))


_GIVE = f"""
    INSERT INTO customer_access (id, customer_id, staff_id, reason, created_at)
    SELECT {UUID7_SQL}, customer_id, %(to)s, 'handed over', now()
    FROM customer_access WHERE id = ANY(%(held)s)
    ON CONFLICT (staff_id, customer_id) WHERE staff_id IS NOT NULL DO NOTHING
"""  # noqa: S608 - an expression of our own
