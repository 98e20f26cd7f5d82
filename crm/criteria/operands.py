"""Reading the `value` of a comparison: one value, a list, a pair or a period."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from crm.criteria.grammar import Operand, Scalar
from crm.criteria.kinds import Kind
from crm.criteria.operators import Operator, Takes
from crm.criteria.periods import EXACT, LONGEST, Period
from crm.criteria.problems import Unfit, shown
from crm.criteria.registry import Fact, nearest
from crm.criteria.scalars import scalar

MAX_ITEMS = 500
Labels = Mapping[str, str] | None


def read(raw: object, fact: Fact, operator: Operator) -> Operand:
    """The operand in `raw`, typed; `Unfit` says what is wrong with it."""
    match operator.takes:
        case Takes.ONE:
            return _one(raw, fact.kind, fact.labels())
        case Takes.MANY:
            return _many(raw, fact.kind, fact.labels())
        case Takes.PAIR:
            return _pair(raw, fact.kind)
        case Takes.PERIOD:
            return _period(raw, fact.kind)
        case Takes.NOTHING:
            return None


def _one(raw: object, kind: Kind, labels: Labels) -> Scalar:
    value = scalar(raw, kind)
    if labels is None or str(value) in labels:
        return value
    guess = nearest(str(value), labels)
    hint = _("; did you mean %s?") % guess if guess else ""
    raise Unfit(_("%s is not one of its choices") % shown(raw) + hint)


def _many(raw: object, kind: Kind, labels: Labels) -> tuple[Scalar, ...]:
    if not isinstance(raw, list | tuple):
        raise Unfit(_("must be a list of values"))
    if not 1 <= len(raw) <= MAX_ITEMS:
        raise Unfit(_("must hold between 1 and %s values") % MAX_ITEMS)
    found = []
    for index, item in enumerate(raw):
        try:
            found.append(_one(item, kind, labels))
        except Unfit as error:
            raise Unfit(error.message, f"[{index}]") from None
    return tuple(found)


def _pair(raw: object, kind: Kind) -> tuple[Scalar, ...]:
    if not isinstance(raw, list | tuple) or len(raw) != 2:  # noqa: PLR2004 - a pair
        raise Unfit(_("must be two values, the lower first"))
    low, high = _many(raw, kind, None)
    if _is_after(low, high):
        raise Unfit(_("must have the lower value first"))
    return low, high


def _is_after(low: Any, high: Any) -> bool:
    """Whether the pair is the wrong way round; a day and a moment meet on the day alone."""
    if isinstance(low, date) and isinstance(low, datetime) != isinstance(high, datetime):
        low, high = _day_of(low), _day_of(high)
    return bool(low > high)


def _day_of(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _period(raw: object, kind: Kind) -> Period:
    if not isinstance(raw, dict) or len(raw) != 1:
        raise Unfit(_("must be a period such as {days: 30}"))
    [(unit, count)] = raw.items()
    if not isinstance(unit, str) or unit not in LONGEST:
        raise Unfit(_("%s is not one of %s") % (shown(unit), ", ".join(LONGEST)))
    if kind == Kind.DATE and unit in EXACT:
        raise Unfit(_("must be in days or longer, because this fact has no time of day"))
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= LONGEST[unit]:
        raise Unfit(_("must be a whole number from 0 to %s") % LONGEST[unit], f".{unit}")
    return Period(unit, count)
