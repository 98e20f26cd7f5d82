"""Which stage the rules say: of recorded facts in Python, of everybody in SQL."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Value
from django.db.models import When as Branch

from crm import criteria
from crm.lifecycle.config import LifecycleRules, StageRule, lifecycle_config


def judged(rules: LifecycleRules, facts: Mapping[str, Any], when: criteria.When) -> StageRule:
    """The first rule that holds of these facts.

    Raises `KeyError` with a fact's name when a rule asks what was never recorded.
    """
    for rule in rules.rules:
        if rule.when is None or criteria.evaluate(rule.when, facts, when):
            return rule
    raise AssertionError("The last rule holds of everybody.")


def facts_of(customer_ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """Everything the rules in force ask about these customers, in one query."""
    return criteria.values("customer", lifecycle_config().facts, customer_ids)


def judged_stage(rules: LifecycleRules, when: criteria.When) -> Case:
    """The same judgement as an expression over rows of customers."""
    *earlier, last = rules.rules
    return Case(
        *(
            Branch(criteria.predicate(rule.when, when), then=Value(rule.stage.value))
            for rule in earlier
            if rule.when
        ),
        default=Value(last.stage.value),
        output_field=CharField(),
    )
