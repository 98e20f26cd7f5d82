"""From stage to stage: by the rules when the facts change, or by hand with a reason."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from crm import activity, criteria
from crm.accounts.models import Staff
from crm.activity.models import Event
from crm.customers.models import Customer
from crm.leads.models import Lead
from crm.lib import clock
from crm.lib.refusal import Refusal
from crm.lifecycle.config import lifecycle_config
from crm.lifecycle.due import next_action
from crm.lifecycle.judging import facts_of, judged
from crm.lifecycle.models import Lifecycle, Stage, StageMove
from crm.lifecycle.rules.caring import edit, locked


@transaction.atomic
def reconsider(customer_ids: Iterable[UUID], *, by: Staff) -> int:
    """Judge these customers by the rules in force; how many moved. Twice is once.

    Each move keeps the facts it was judged on. A customer moved by hand stays until the
    rules say something else than they said at that time.
    """
    rules, when = lifecycle_config(), criteria.When.now()
    here = Lifecycle.objects.filter(customer__in=list(customer_ids), customer__deleted_at=None)
    rows = here.order_by("customer_id")
    held = list(rows.select_for_update(of=("self",)).select_related("customer"))
    facts = facts_of([row.customer_id for row in held])
    moved = 0
    for row in held:
        known = facts[row.customer_id]
        rule = judged(rules, known, when)
        if rule.stage in (row.current_stage, row.held_against):
            continue
        _enter(row, rule.stage, reason=rule.reason, evidence=criteria.recorded(known), by=by)
        moved += 1
    return moved


def reconsider_after(event: Event) -> None:
    """Something happened that the rules may ask about."""
    customer_id = event.customer_id
    if customer_id is None and event.about_type == "lead":
        lead = Lead.objects.filter(pk=event.about_id)
        customer_id = lead.values_list("looks_like_id", flat=True).first()
    if customer_id is not None:
        reconsider([customer_id], by=Staff.objects.system())


@transaction.atomic
def move(
    customer: Customer, to: Stage, *, reason: str, by: Staff, version: int | None = None
) -> Lifecycle:
    """Somebody knows better than the rules, and says why."""
    row = locked(customer, version=version)
    if row.current_stage == to:
        return row
    if not reason.strip():
        raise Refusal("Say why, so that others can learn from it.", field="reason", status=422)
    rules = lifecycle_config()
    known = facts_of([customer.pk])[customer.pk]
    said = judged(rules, known, criteria.When.now()).stage
    evidence = criteria.recorded(known)
    _enter(row, to, reason=reason.strip()[:255], evidence=evidence, by=by, against=said)
    return row


@transaction.atomic
def revise(
    customer: Customer,
    to: Stage,
    changes: dict[str, Any],
    *,
    reason: str,
    by: Staff,
    version: int | None = None,
) -> Lifecycle:
    """What a program says of a customer's life here, all of it or nothing."""
    move(customer, to, reason=reason, by=by, version=version)
    return edit(customer, changes, by=by)


def _enter(
    row: Lifecycle,
    stage: Stage,
    *,
    reason: str,
    evidence: dict[str, Any],
    by: Staff,
    against: str = "",
) -> None:
    """`against` is what the rules say when a hand moves; "" when the rules themselves do."""
    now = clock.now()
    StageMove.objects.create(
        customer=row.customer,
        from_stage=row.current_stage,
        to_stage=stage,
        moved_at=now,
        reason=reason,
        evidence=evidence,
        config_version=lifecycle_config.version,
        moved_by=by,
        by_hand=bool(against),
    )
    before = row.current_stage
    row.previous_stage, row.current_stage = before, stage
    row.stage_entered_at = row.updated_at = now
    row.next_action_due = next_action(stage, now)
    row.held_against = "" if against == stage else against
    row.version += 1
    row.save()
    activity.record(
        "lifecycle.moved",
        about=row,
        by=by,
        customer=row.customer,
        to=stage,
        before=before,
        reason=reason,
    )
