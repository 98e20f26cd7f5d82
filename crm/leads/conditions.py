"""Conditions about leads as configuration states them."""

from typing import Any

from crm.criteria.asking import matches
from crm.criteria.grammar import Condition
from crm.criteria.parsing import parse
from crm.leads.models import Lead


def condition(raw: dict[str, Any]) -> Condition:
    """Read a condition about a lead; `InvalidCondition` names what is wrong and where."""
    return parse(raw, subject="lead")


def holds(raw: dict[str, Any], lead: Lead) -> bool:
    """Does this saved lead fulfil the condition now?"""
    return matches(condition(raw), lead.pk)
