"""From a condition to one SQL predicate over the subject's rows.

A comparison on a plain column stays a plain comparison on that column, so its index is
used. SQL's third value is harmless where parts are joined by AND and OR, because a filter
reads NULL as false; only `not` must say so, and does (`IS NOT TRUE`).
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import F

from crm.criteria.bounds import STRETCHES, bounds
from crm.criteria.expressions import Compared, Joined, NotTrue, Predicate
from crm.criteria.folding import Folded, folded
from crm.criteria.grammar import All, AnyOf, Comparison, Condition, Node, Not
from crm.criteria.kinds import CALENDAR, SQL_TYPES, Kind
from crm.criteria.operators import Takes
from crm.criteria.periods import When

PLAIN = {
    "is": "{fact} = %s::{type}",
    "is_not": "{fact} <> %s::{type}",
    "in": "{fact} = ANY(%s::{type}[])",
    "not_in": "{fact} <> ALL(%s::{type}[])",
    "at_least": "{fact} >= %s::{type}",
    "at_most": "{fact} <= %s::{type}",
    "more_than": "{fact} > %s::{type}",
    "less_than": "{fact} < %s::{type}",
    "between": "{fact} BETWEEN %s::{type} AND %s::{type}",
}
TEXT = {
    "contains": "{fact} LIKE %s::text",
    "contains_any": "{fact} LIKE ANY(%s::text[])",
    "contains_all": "{fact} LIKE ALL(%s::text[])",
    "starts_with": "{fact} LIKE %s::text",
}
# Without a cast the list takes the type of the column, text[] or varchar[], and its index.
LIST = {
    "contains": "{fact} @> %s",
    "contains_any": "{fact} && %s",
    "contains_all": "{fact} @> %s",
}
KNOWN = {"is_known": "{fact} IS NOT NULL", "is_unknown": "{fact} IS NULL"}
_LIKE = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})
_ITEM = str.maketrans({"\\": r"\\", '"': r"\""})


def predicate(condition: Condition, when: When | None = None) -> Predicate:
    """The condition for `.filter(...)` on the subject's queryset, as of `when` (now)."""
    return _node(condition.root, when or When.now())


def _node(node: Node, when: When) -> Predicate:
    match node:
        case Comparison():
            return _comparison(node, when)
        case Not(part):
            return NotTrue(_node(part, when))
        case AnyOf(parts):
            return Joined("OR", *(_node(part, when) for part in parts))
        case All(parts):
            return Joined("AND", *(_node(part, when) for part in parts))


def _comparison(comparison: Comparison, when: When) -> Predicate:
    fact, name = comparison.fact, comparison.operator.name
    if name in KNOWN:
        return Compared(KNOWN[name], fact.expression)
    if fact.kind == Kind.TEXT:
        return _text(comparison)
    if fact.kind == Kind.LIST:
        return Compared(LIST[name], fact.expression, _array(_values(comparison)))
    if fact.kind in CALENDAR and name in STRETCHES:
        return _stretch(comparison, when)
    return _plain(comparison)


def _plain(comparison: Comparison) -> Compared:
    template = PLAIN[comparison.operator.name].replace("{type}", SQL_TYPES[comparison.fact.kind])
    operands = _values(comparison)
    if comparison.operator.takes == Takes.MANY:
        return Compared(template, comparison.fact.expression, operands)
    return Compared(template, comparison.fact.expression, *operands)


def _stretch(comparison: Comparison, when: When) -> Joined:
    fact, kind = comparison.fact, SQL_TYPES[comparison.fact.kind]
    sides = [
        Compared(f"{{fact}} {side.sign} %s::{kind}", fact.expression, side.limit)
        for side in bounds(comparison, when)
    ]
    return Joined("AND", *sides)


def _text(comparison: Comparison) -> Compared:
    fact, name = comparison.fact, comparison.operator.name
    form = F(fact.folded) if fact.folded else Folded(fact.expression)
    values = [folded(value) for value in _values(comparison)]
    if name in TEXT:
        end = "" if name == "starts_with" else "%"
        values = [f"{end}{value.translate(_LIKE)}%" for value in values]
    template = (PLAIN | TEXT)[name].replace("{type}", "text")
    takes_many = comparison.operator.takes == Takes.MANY
    return Compared(template, form, values if takes_many else values[0])


def _values(comparison: Comparison) -> list[Any]:
    operand = comparison.operand
    return list(operand) if isinstance(operand, tuple) else [operand]


def _array(values: Iterable[str]) -> str:
    """An array as PostgreSQL writes it: `{"wet","dry"}`."""
    return "{" + ",".join(f'"{value.translate(_ITEM)}"' for value in values) + "}"
