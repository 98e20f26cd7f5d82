"""Comparisons of dates and times, reduced to plain bounds.

The SQL and the Python judge both start from these, so what "within the last month" means
is decided once, and an index on the column can be used.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crm.criteria.grammar import Comparison
from crm.criteria.kinds import Kind
from crm.criteria.periods import Period, When

STRETCHES = frozenset({"before", "after", "between", "within_last", "within_next", "more_than_ago"})


@dataclass(frozen=True, slots=True)
class Bound:
    """One side of a stretch of time: the value must be `sign` the `limit`."""

    sign: str
    limit: date | datetime


def bounds(comparison: Comparison, when: When) -> list[Bound]:
    """What must all be true of the value, seen from `when`."""
    sides = _days if comparison.fact.kind == Kind.DATE else _moments
    return list(sides(comparison.operator.name, comparison.operand, when))


def _days(operator: str, operand: object, when: When) -> Iterator[Bound]:
    match operator, operand:
        case "before", date() as day:
            yield Bound("<", day)
        case "after", date() as day:
            yield Bound(">", day)
        case "between", (date() as first, date() as last):
            yield Bound(">=", first)
            yield Bound("<=", last)
        case "within_last", Period() as period:
            yield Bound(">=", when.moved_day(period, -1))
            yield Bound("<=", when.today)
        case "within_next", Period() as period:
            yield Bound(">=", when.today)
            yield Bound("<=", when.moved_day(period, 1))
        case "more_than_ago", Period() as period:
            yield Bound("<", when.moved_day(period, -1))


def _moments(operator: str, operand: object, when: When) -> Iterator[Bound]:
    match operator, operand:
        case "before", date() as value:
            yield Bound("<", _start(value, when))
        case "after", datetime() as value:
            yield Bound(">", value)
        case "after", date() as day:
            yield Bound(">=", when.start_of(day + timedelta(days=1)))
        case "between", (date() as first, date() as last):
            yield Bound(">=", _start(first, when))
            yield _end(last, when)
        case "within_last", Period() as period:
            yield Bound(">=", when.moved(period, -1))
            yield Bound("<=", when.at)
        case "within_next", Period() as period:
            yield Bound(">=", when.at)
            yield Bound("<=", when.moved(period, 1))
        case "more_than_ago", Period() as period:
            yield Bound("<", when.moved(period, -1))


def _start(value: date, when: When) -> datetime:
    return value if isinstance(value, datetime) else when.start_of(value)


def _end(value: date, when: When) -> Bound:
    """A day lasts until the next one starts; a moment is itself the end."""
    if isinstance(value, datetime):
        return Bound("<=", value)
    return Bound("<", when.start_of(value + timedelta(days=1)))
