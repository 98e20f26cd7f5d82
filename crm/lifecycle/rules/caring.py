"""Who looks after a customer, what they may be worth, and when somebody is next in touch."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from crm import activity
from crm.accounts.models import Staff
from crm.activity.models import Event
from crm.customers import rules as customers
from crm.customers.models import Access, Customer
from crm.lib import clock, versions
from crm.lib.refusal import Refusal
from crm.lifecycle.due import next_action
from crm.lifecycle.models import Lifecycle
from crm.lifecycle.owners import candidates

EDITABLE = frozenset({"assigned_to", "estimated_value", "next_action_due"})
OWNED_BY_VERBS = {
    "stage_entered_at": "This is when the last move was made.",
    "previous_stage": "This follows from the last move.",
    "lifecycle_score": "This is the score the lead had; it is not edited.",
    "customer_id": "A lifecycle stays with its customer.",
}
# A conversation does what was due by then; it does not put off what is due in three months.
ABOUT_NOW = timedelta(days=1)


@transaction.atomic
def edit(
    customer: Customer, changes: dict[str, Any], *, by: Staff, version: int | None = None
) -> Lifecycle:
    """Change what people may change. Refuses the rest by name."""
    for name in changes:
        if name not in EDITABLE:
            why = OWNED_BY_VERBS.get(name, "This is not part of a lifecycle that can be edited.")
            raise Refusal(why, field=name, status=422)
    row = locked(customer, version=version)
    changed = sorted(name for name in changes if getattr(row, name) != changes[name])
    if not changed:
        return row
    before = {name: _plain(getattr(row, name)) for name in changed}
    if "assigned_to" in changed and changes["assigned_to"] is not None:
        _entrust(row.customer, changes["assigned_to"], by=by)
    for name in changed:
        setattr(row, name, changes[name])
    save(row, *changed)
    activity.record(
        "lifecycle.edited",
        about=row,
        by=by,
        customer=row.customer,
        fields=changed,
        before=before,
        after={name: _plain(getattr(row, name)) for name in changed},
    )
    return row


@transaction.atomic
def touch(customer: Customer, *, by: Staff, version: int | None = None) -> Lifecycle:
    """Somebody has been in touch: the next time is as far off as the stage says."""
    row = locked(customer, version=version)
    row.next_action_due = next_action(row.current_stage, clock.now())
    save(row, "next_action_due")
    due = row.next_action_due
    activity.record(
        "lifecycle.touched",
        about=row,
        by=by,
        customer=row.customer,
        due=due.isoformat() if due else None,
    )
    return row


def touched_by(event: Event) -> None:
    """`interaction.logged`: a conversation is what was due, if something was."""
    if event.customer_id is None:
        return
    soon = clock.now() + ABOUT_NOW
    row = Lifecycle.objects.filter(customer_id=event.customer_id).due_by(soon).first()
    if row is not None:
        touch(row.customer, by=Staff.objects.get(pk=event.actor_id))


def take_over(event: Event) -> None:
    """`staff.handed_over`: whoever may see those customers now looks after them as well.

    The event of the handover is its history; it happened to the person, not to each customer.
    """
    to = event.particulars["to_id"]
    theirs = Lifecycle.objects.filter(assigned_to=event.about_id)
    seen = Access.objects.filter(staff=to, customer=OuterRef("customer"))
    theirs.filter(Exists(seen)).update(
        assigned_to=to, version=F("version") + 1, updated_at=clock.now()
    )


def locked(customer: Customer, *, version: int | None) -> Lifecycle:
    """The row as it is now, held until the transaction ends; `Stale` when it has moved on."""
    rows = Lifecycle.objects.select_for_update(of=("self",)).select_related("customer")
    row = rows.filter(customer=customer).first()
    if row is None:
        raise Refusal("This customer's lifecycle has not begun.", status=404)
    versions.must_match(row, version)
    return row


def save(row: Lifecycle, *names: str) -> None:
    row.version += 1
    row.updated_at = clock.now()
    row.save(update_fields=[*names, "version", "updated_at"])


def _entrust(customer: Customer, to: Staff, *, by: Staff) -> None:
    """Whoever looks after a customer sees them."""
    if not candidates(customer, to=by).filter(pk=to.pk).exists():
        raise Refusal(
            "Choose somebody who works where this customer is known.",
            field="assigned_to",
            status=422,
        )
    customers.grant(customer, by=by, reason="assigned", staff=to)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    return str(value) if isinstance(value, Staff | Decimal) else value.isoformat()
