"""What other rules would do, before they apply: to today's facts, and to history."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, QuerySet

from crm import criteria
from crm.lib.business import business
from crm.lifecycle.config import LifecycleRules
from crm.lifecycle.judging import judged, judged_stage
from crm.lifecycle.models import StageMove

EXAMPLES = 5


@dataclass(frozen=True)
class Shift:
    """So many customers would go from one stage to another, these among them."""

    from_stage: str
    to_stage: str
    count: int
    examples: list[UUID]


@dataclass
class Replay:
    """Recorded moves judged again on the facts as they were.

    `missing` names facts that new rules ask about and history never kept, with the number of
    moves that could not be judged for want of them. A hand is not judged, and the stages that
    were written when a lead was converted were never judged by rules.
    """

    same: int = 0
    by_hand: int = 0
    without_facts: int = 0
    different: Counter[tuple[str, str]] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)


def shifts(rules: LifecycleRules, among: QuerySet[Any]) -> list[Shift]:
    """Which of these customers would stand elsewhere today, in one statement."""
    rows = among.filter(lifecycle__isnull=False).annotate(
        judged=judged_stage(rules, criteria.When.now())
    )
    moved = rows.exclude(judged=F("lifecycle__current_stage"))
    moved = moved.exclude(judged=F("lifecycle__held_against"))
    counted = (
        moved.order_by()
        .values_list("lifecycle__current_stage", "judged")
        .annotate(count=Count("pk"), examples=ArrayAgg("pk"))
    )
    return [Shift(came, goes, count, found[:EXAMPLES]) for came, goes, count, found in counted]


def replay(rules: LifecycleRules, moves: Iterable[StageMove]) -> Replay:
    """Each move under other rules, on the evidence it kept."""
    result = Replay()
    for move in moves:
        if move.by_hand:
            result.by_hand += 1
        elif not move.config_version:
            result.without_facts += 1
        else:
            _judge_again(rules, move, result)
    return result


def _judge_again(rules: LifecycleRules, move: StageMove, result: Replay) -> None:
    try:
        rule = judged(rules, move.evidence, criteria.When(move.moved_at, business().zone))
    except KeyError as unknown:
        result.missing[str(unknown.args[0])] += 1
        return
    if rule.stage == move.to_stage:
        result.same += 1
    else:
        result.different[move.to_stage, rule.stage.value] += 1
