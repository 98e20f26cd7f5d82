"""One grammar of conditions: who is meant, said once and understood everywhere.

Segments, lifecycle stages, lead scores, assignment, audiences and automations all ask "which
leads (or customers) are such that ...?". They say it in the same JSON, about facts that each
package declares in its `facts.py`; here it is read, checked, explained and turned into SQL.

    condition = criteria.parse(
        {"all": [{"fact": "lead_score", "op": "at_least", "value": 80},
                 {"fact": "last_contact_at", "op": "more_than_ago", "value": {"days": 3}}]},
        subject="lead",
    )
    criteria.explain(condition)
    criteria.matching(condition, among=Lead.objects.visible_to(staff))
    criteria.matches(condition, lead.pk)
"""

from crm.criteria.asking import Preview, matches, matching, preview, select, values
from crm.criteria.compiling import predicate
from crm.criteria.describing import schema
from crm.criteria.evidence import recorded
from crm.criteria.explaining import explain
from crm.criteria.expressions import Sql
from crm.criteria.folding import Folded, folded
from crm.criteria.grammar import Condition
from crm.criteria.judging import evaluate
from crm.criteria.kinds import Kind
from crm.criteria.parsing import parse
from crm.criteria.periods import When
from crm.criteria.problems import InvalidCondition, Problem
from crm.criteria.registry import Fact, declare, facts, register
from crm.criteria.telling import told

__all__ = [
    "Condition",
    "Fact",
    "Folded",
    "InvalidCondition",
    "Kind",
    "Preview",
    "Problem",
    "Sql",
    "When",
    "declare",
    "evaluate",
    "explain",
    "facts",
    "folded",
    "matches",
    "matching",
    "parse",
    "predicate",
    "preview",
    "recorded",
    "register",
    "schema",
    "select",
    "told",
    "values",
]
