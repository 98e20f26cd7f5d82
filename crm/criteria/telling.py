"""Recorded values in a person's words: what a decision was based on, readable."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from crm.criteria.evidence import typed
from crm.criteria.explaining import in_words
from crm.criteria.registry import Fact, facts


def told(subject: str, evidence: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each fact's label and what it was: `Times they became a customer`, `2`.

    What no fact is called any more is left out.
    """
    known = facts(subject)
    return [
        (str(known[name].label), _told(known[name], value))
        for name, value in evidence.items()
        if name in known
    ]


def _told(fact: Fact, value: Any) -> str:
    value = typed(fact, value)
    if value is None or value == []:
        return _("not known")
    labels = fact.labels() or {}
    values = value if isinstance(value, list) else [value]
    return ", ".join(in_words(item, fact, labels) for item in values)
