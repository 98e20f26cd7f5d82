"""The same question in plain Python: does a condition hold of these values?

It judges recorded evidence again, long after the rows have changed, and must agree with the
compiled SQL; Hypothesis compares the two on random rows.
"""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from crm.criteria.bounds import STRETCHES, bounds
from crm.criteria.evidence import typed
from crm.criteria.folding import folded
from crm.criteria.grammar import All, AnyOf, Comparison, Condition, Node, Not
from crm.criteria.kinds import CALENDAR, Kind
from crm.criteria.periods import When

Values = Mapping[str, Any]
Judge = Callable[[Any, Any], bool]

PLAIN: dict[str, Judge] = {
    "is": operator.eq,
    "is_not": operator.ne,
    "in": lambda value, options: value in options,
    "not_in": lambda value, options: value not in options,
    "at_least": operator.ge,
    "at_most": operator.le,
    "more_than": operator.gt,
    "less_than": operator.lt,
    "between": lambda value, pair: pair[0] <= value <= pair[1],
}
TEXT: dict[str, Judge] = {
    "contains": lambda value, part: part in value,
    "contains_any": lambda value, parts: any(part in value for part in parts),
    "contains_all": lambda value, parts: all(part in value for part in parts),
    "starts_with": str.startswith,
}
LIST: dict[str, Judge] = {
    "contains": lambda value, item: item in value,
    "contains_any": lambda value, items: not set(items).isdisjoint(value),
    "contains_all": lambda value, items: set(items).issubset(value),
}
SIGNS: dict[str, Judge] = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def evaluate(condition: Condition, values: Values, when: When | None = None) -> bool:
    """Whether the condition holds of `values` (fact name to value, None for unknown).

    A fact that `values` does not mention is a `KeyError`: it was never looked up, which is
    not the same as being unknown.
    """
    asked = {name: values[name] for name in condition.facts}
    return _holds(condition.root, asked, when or When.now())


def _holds(node: Node, values: Values, when: When) -> bool:
    match node:
        case Comparison():
            return _compare(node, typed(node.fact, values[node.fact.name]), when)
        case Not(part):
            return not _holds(part, values, when)
        case All(parts):
            return all(_holds(part, values, when) for part in parts)
        case AnyOf(parts):
            return any(_holds(part, values, when) for part in parts)


def _compare(comparison: Comparison, value: Any, when: When) -> bool:
    kind, name, operand = comparison.fact.kind, comparison.operator.name, comparison.operand
    if name in {"is_known", "is_unknown"}:
        return (value is None) == (name == "is_unknown")
    if value is None:
        return False
    if kind == Kind.LIST:
        return LIST[name](value, operand)
    if kind == Kind.TEXT:
        return (PLAIN | TEXT)[name](folded(value), _folded(operand))
    if kind in CALENDAR and name in STRETCHES:
        return all(SIGNS[side.sign](value, side.limit) for side in bounds(comparison, when))
    return PLAIN[name](value, operand)


def _folded(operand: Any) -> Any:
    return tuple(map(folded, operand)) if isinstance(operand, tuple) else folded(operand)
