"""What a rehearsal found, ready to be read: who would go where, and history judged again."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from crm import criteria
from crm.accounts.models import Staff
from crm.customers.models import Customer
from crm.lifecycle.config import LifecycleRules
from crm.lifecycle.models import Rehearsal, Stage

Line = tuple[Stage, str, str]


@dataclass(frozen=True)
class Way:
    """So many go from one stage to another; some of them by name."""

    from_stage: Stage
    to_stage: Stage
    count: int
    examples: list[Customer]


@dataclass(frozen=True)
class Effect:
    ways: list[Way]
    matrix: list[tuple[Stage, list[int | None]]]
    different: list[Way]
    missing: list[tuple[str, int]]


def explained(rules: LifecycleRules) -> list[Line]:
    """Each rule: its stage, its condition in English, and the reason it gives."""
    return [
        (
            rule.stage,
            _("when %(condition)s") % {"condition": criteria.explain(rule.when)}
            if rule.when
            else _("everybody else"),
            rule.reason,
        )
        for rule in rules.rules
    ]


def effect_of(found: Rehearsal, *, to: Staff) -> Effect:
    """For who may see it: examples are looked up again, so nobody shows who has gone since."""
    ids = [pk for shift in found.shifts for pk in shift["examples"]]
    seen = {str(pk): one for pk, one in Customer.objects.visible_to(to).in_bulk(ids).items()}
    ways = [_way(shift, seen) for shift in found.shifts]
    return Effect(
        ways=ways,
        matrix=_matrix(ways),
        different=[_way(one, {}) for one in found.replay.get("different", [])],
        missing=_labelled(found.replay.get("missing", {})),
    )


def _way(one: dict[str, Any], seen: dict[str, Customer]) -> Way:
    examples = [seen[pk] for pk in one.get("examples", []) if pk in seen]
    return Way(Stage(one["from"]), Stage(one["to"]), one["count"], examples)


def _matrix(ways: list[Way]) -> list[tuple[Stage, list[int | None]]]:
    """A row for each stage left, a column for each entered; nobody stays where they go."""
    counts = {(way.from_stage, way.to_stage): way.count for way in ways}
    return [
        (came, [None if came == goes else counts.get((came, goes), 0) for goes in Stage])
        for came in Stage
    ]


def _labelled(missing: dict[str, int]) -> list[tuple[str, int]]:
    known = criteria.facts("customer")
    return [
        (str(known[name].label) if name in known else name, number)
        for name, number in missing.items()
    ]
