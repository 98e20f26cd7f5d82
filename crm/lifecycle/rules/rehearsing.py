"""Trying other rules on everybody, in chunks that can be left alone and may run twice."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from crm.accounts.models import Staff
from crm.activity import configuration
from crm.customers.models import Customer
from crm.lib import clock
from crm.lib.jobs import defer
from crm.lib.refusal import Refusal
from crm.lib.yaml_source import ConfigError
from crm.lifecycle.config import LifecycleRules, lifecycle_config
from crm.lifecycle.models import Lifecycle, Rehearsal, StageMove
from crm.lifecycle.preview import EXAMPLES, Replay, Shift, replay, shifts

CUSTOMERS, MOVES = 20_000, 2_000
LONGEST = 50_000


@transaction.atomic
def rehearse(draft: str, *, by: Staff) -> Rehearsal:
    """See what these rules would do to the customers `by` may see. It changes nobody."""
    _read(draft)
    Rehearsal.objects.filter(staff=by).delete()
    row = Rehearsal.objects.create(
        staff=by,
        draft=draft,
        config_version=lifecycle_config.version,
        customers=Lifecycle.objects.visible_to(by).count(),
        moves=_moves(by).count(),
    )
    defer("lifecycle.rehearse", rehearsal_id=str(row.pk))
    return row


@transaction.atomic
def rehearse_chunk(row: Rehearsal) -> bool:
    """The next customers, then the next recorded moves; False when there are no more."""
    rows = Rehearsal.objects.select_for_update(of=("self",)).select_related("staff")
    now = rows.filter(pk=row.pk, finished_at=None).first()
    if now is None:
        return False  # done, or another one has begun in its place
    row = now
    try:
        rules = _read(row.draft)
    except Refusal as refusal:  # an update of the product no longer knows what the draft asks
        row.error, row.finished_at = refusal.message, clock.now()
    else:
        if not (_try_customers(row, rules) or _try_moves(row, rules)):
            row.finished_at = clock.now()
    row.save()
    return row.finished_at is None


@transaction.atomic
def adopt(row: Rehearsal, *, by: Staff) -> None:
    """Put the rehearsed rules into force: they become the shop's own file."""
    row = Rehearsal.objects.select_for_update().get(pk=row.pk)
    if row.finished_at is None or row.error:
        raise Refusal("Wait until you have seen what these rules would do.")
    lifecycle_config.refresh()
    if row.config_version != lifecycle_config.version:
        raise Refusal("Other rules have come into force since. See again what would change.")
    try:
        lifecycle_config.write(row.draft)
    except OSError as error:
        raise Refusal(f"The shop's folder cannot be written: {error.strerror}.") from None
    lifecycle_config.refresh()
    version, content = lifecycle_config.version, lifecycle_config.content
    configuration.remember(lifecycle_config.name, version, content, by=by)


def _read(draft: str) -> LifecycleRules:
    if len(draft) > LONGEST:
        raise Refusal("These are more rules than anybody can read.", field="draft", status=422)
    try:
        return lifecycle_config.draft(draft)
    except ConfigError as error:
        raise Refusal(str(error), field="draft", status=422) from None


def _moves(by: Staff) -> QuerySet[StageMove]:
    visible = Customer.objects.visible_to(by).values("pk")
    return StageMove.objects.filter(customer__in=visible).order_by("pk")


def _try_customers(row: Rehearsal, rules: LifecycleRules) -> bool:
    lives = Lifecycle.objects.visible_to(row.staff).order_by("customer_id")
    if row.last_customer is not None:
        lives = lives.filter(customer_id__gt=row.last_customer)
    chunk: list[UUID] = list(lives.values_list("customer_id", flat=True)[:CUSTOMERS])
    if not chunk:
        return False
    seen = Customer.objects.visible_to(row.staff)
    row.shifts = _summed(
        row.shifts, shifts(rules, seen.filter(pk__gte=chunk[0], pk__lte=chunk[-1]))
    )
    row.last_customer = chunk[-1]
    row.done += len(chunk)
    return True


def _try_moves(row: Rehearsal, rules: LifecycleRules) -> bool:
    moves = _moves(row.staff)
    if row.last_move is not None:
        moves = moves.filter(pk__gt=row.last_move)
    chunk = list(moves[:MOVES])
    if not chunk:
        return False
    row.replay = _added(row.replay, replay(rules, chunk))
    row.last_move = chunk[-1].pk
    row.done += len(chunk)
    return True


def _summed(before: list[dict[str, Any]], found: list[Shift]) -> list[dict[str, Any]]:
    """The shifts so far and those of one more chunk, the largest first."""
    sums = {(one["from"], one["to"]): dict(one) for one in before}
    for shift in found:
        key = (shift.from_stage, shift.to_stage)
        one = sums.setdefault(key, {"from": key[0], "to": key[1], "count": 0, "examples": []})
        one["count"] += shift.count
        examples = [*one["examples"], *map(str, shift.examples)]
        one["examples"] = examples[:EXAMPLES]
    return sorted(sums.values(), key=lambda one: (-one["count"], one["from"], one["to"]))


def _added(before: dict[str, Any], found: Replay) -> dict[str, Any]:
    different = Counter(
        {(one["from"], one["to"]): one["count"] for one in before.get("different", [])}
    )
    different += found.different
    return {
        "same": before.get("same", 0) + found.same,
        "by_hand": before.get("by_hand", 0) + found.by_hand,
        "without_facts": before.get("without_facts", 0) + found.without_facts,
        "missing": dict(Counter(before.get("missing", {})) + found.missing),
        "different": [
            {"from": came, "to": goes, "count": count}
            for (came, goes), count in different.most_common()
        ],
    }
