"""What other rules would do, before they apply: to today's facts, and to history."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, QuerySet

from crm import criteria
from crm.accounts.models import Staff
from crm.customers.models import Customer
from crm.lib.business import business
from crm.lifecycle.config import LifecycleRules
from crm.lifecycle.judging import judged, judged_stage
from crm.lifecycle.models import StageMove

MOST_REPLAYED = 10_000


@dataclass(frozen=True)
class Shift:
    """So many customers would go from one stage to another."""

    from_stage: str
    to_stage: str
    count: int


@dataclass
class Replay:
    """Recorded moves judged again on the facts as they were.

    `missing` names facts that new rules ask about and history never kept, with the number of
    moves that could not be judged for want of them.
    """

    same: int = 0
    different: Counter[tuple[str, str]] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Preview:
    shifts: list[Shift]
    replay: Replay

    @property
    def would_move(self) -> int:
        return sum(shift.count for shift in self.shifts)


def preview(rules: LifecycleRules, *, staff: Staff) -> Preview:
    """The effect of `rules` on the customers this person may see, and on their history."""
    return Preview(_shifts(rules, staff), _replay(rules, staff))


def _shifts(rules: LifecycleRules, staff: Staff) -> list[Shift]:
    rows: QuerySet[Any] = Customer.objects.visible_to(staff).filter(lifecycle__isnull=False)
    rows = rows.annotate(judged=judged_stage(rules, criteria.When.now()))
    moved = rows.exclude(judged=F("lifecycle__current_stage"))
    moved = moved.exclude(judged=F("lifecycle__held_against"))
    counted = (
        moved.order_by()
        .values_list("lifecycle__current_stage", "judged")
        .annotate(count=Count("pk"))
        .order_by("-count", "lifecycle__current_stage", "judged")
    )
    return [Shift(*row) for row in counted]


def _replay(rules: LifecycleRules, staff: Staff) -> Replay:
    """The latest ten thousand moves that the rules (not a hand) made."""
    result = Replay()
    visible = Customer.objects.visible_to(staff).values("pk")
    moves = StageMove.objects.filter(customer__in=visible).exclude(config_version="")
    for move in moves.order_by("-moved_at")[:MOST_REPLAYED]:
        try:
            rule = judged(rules, move.evidence, criteria.When(move.moved_at, business().zone))
        except KeyError as unknown:
            result.missing[str(unknown.args[0])] += 1
            continue
        if rule.stage == move.to_stage:
            result.same += 1
        else:
            result.different[move.to_stage, rule.stage.value] += 1
    return result
