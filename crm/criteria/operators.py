"""The comparisons of the grammar: what each takes, which facts it suits, how it reads.

`compiling` gives each its SQL and `judging` its Python; a test holds the three together.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.criteria.kinds import CALENDAR, EVERY, NUMERIC, Kind


class Takes(StrEnum):
    """The shape of an operator's `value`."""

    ONE = "one"
    MANY = "many"
    PAIR = "pair"
    PERIOD = "period"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Operator:
    """One comparison. `reads` is its sentence, with the fact's label and the value."""

    name: str
    takes: Takes
    kinds: frozenset[Kind]
    reads: Promise


_SAME = EVERY - {Kind.LIST, Kind.MOMENT}
_OTHERS = _SAME - {Kind.BOOLEAN}  # other than true is false
_TEXT = frozenset({Kind.TEXT})
_HOLDERS = _TEXT | {Kind.LIST}

_ALL = (
    Operator("is", Takes.ONE, _SAME, _("%(fact)s is %(value)s")),
    # "other than" rather than "not": an unknown value is not another value.
    Operator("is_not", Takes.ONE, _OTHERS, _("%(fact)s is other than %(value)s")),
    Operator("in", Takes.MANY, _OTHERS, _("%(fact)s is %(value)s")),
    Operator("not_in", Takes.MANY, _OTHERS, _("%(fact)s is other than %(value)s")),
    Operator("at_least", Takes.ONE, NUMERIC, _("%(fact)s is at least %(value)s")),
    Operator("at_most", Takes.ONE, NUMERIC, _("%(fact)s is at most %(value)s")),
    Operator("more_than", Takes.ONE, NUMERIC, _("%(fact)s is more than %(value)s")),
    Operator("less_than", Takes.ONE, NUMERIC, _("%(fact)s is less than %(value)s")),
    Operator("between", Takes.PAIR, NUMERIC | CALENDAR, _("%(fact)s is from %(value)s")),
    Operator("contains", Takes.ONE, _HOLDERS, _("%(fact)s contains %(value)s")),
    Operator("contains_any", Takes.MANY, _HOLDERS, _("%(fact)s contains %(value)s")),
    Operator("contains_all", Takes.MANY, _HOLDERS, _("%(fact)s contains %(value)s")),
    Operator("starts_with", Takes.ONE, _TEXT, _("%(fact)s starts with %(value)s")),
    Operator("before", Takes.ONE, CALENDAR, _("%(fact)s is before %(value)s")),
    Operator("after", Takes.ONE, CALENDAR, _("%(fact)s is after %(value)s")),
    Operator("within_last", Takes.PERIOD, CALENDAR, _("%(fact)s is within the last %(value)s")),
    Operator("within_next", Takes.PERIOD, CALENDAR, _("%(fact)s is within the next %(value)s")),
    Operator("more_than_ago", Takes.PERIOD, CALENDAR, _("%(fact)s is more than %(value)s ago")),
    Operator("is_known", Takes.NOTHING, EVERY, _("%(fact)s is known")),
    Operator("is_unknown", Takes.NOTHING, EVERY, _("%(fact)s is unknown")),
)
OPERATORS = {operator.name: operator for operator in _ALL}


def suiting(kind: Kind) -> list[Operator]:
    """The comparisons that make sense for a fact of this kind, in the order people read."""
    return [operator for operator in _ALL if kind in operator.kinds]
