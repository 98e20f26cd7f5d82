"""Reading one value of a comparison by the kind of its fact, within bounds."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from crm.criteria.folding import folded
from crm.criteria.grammar import Scalar
from crm.criteria.kinds import Kind
from crm.criteria.problems import Unfit, shown

MAX_TEXT = 500
MAX_WHOLE = 2**63 - 1
MAX_NUMBER = Decimal(10) ** 18
MAX_PLACES = 10
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2999, 12, 31)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


def scalar(raw: object, kind: Kind) -> Scalar:
    """`raw` as a value of this kind; `Unfit` says what is wrong with it."""
    return _READERS[kind](raw)


def _whole(raw: object) -> int:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise Unfit(_("must be a whole number"))
    if abs(raw) > MAX_WHOLE:
        raise Unfit(_("is a larger number than can be compared"))
    return raw


def _number(raw: object) -> Decimal:
    if not isinstance(raw, int | float | Decimal) or isinstance(raw, bool):
        raise Unfit(_("must be a number"))
    value = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):  # the letter of NaN or Infinity
        raise Unfit(_("must be a number"))
    if value.adjusted() > MAX_NUMBER.adjusted() or abs(value) > MAX_NUMBER:
        raise Unfit(_("is a larger number than can be compared"))
    if -exponent > MAX_PLACES:
        raise Unfit(_("must have at most %s decimal places") % MAX_PLACES)
    return value


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise Unfit(_("must be text"))
    if len(raw) > MAX_TEXT:
        raise Unfit(_("must be at most %s characters long") % MAX_TEXT)
    if "\0" in raw or any("\ud800" <= char <= "\udfff" for char in raw):
        raise Unfit(_("holds a character that text cannot hold"))
    return raw


def _searched(raw: object) -> str:
    text = _text(raw)
    if not folded(text):
        raise Unfit(_("must hold at least one letter or digit"))
    return text


def _boolean(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise Unfit(_("must be true or false"))
    return raw


def _day(raw: object) -> date:
    if isinstance(raw, str) and _DAY.match(raw):
        raw = _parsed(date.fromisoformat, raw)
    if not isinstance(raw, date) or isinstance(raw, datetime):
        raise Unfit(_("must be a date such as 2026-03-29"))
    if not FIRST_DAY <= raw <= LAST_DAY:
        raise Unfit(_("must be between the years 1800 and 2999"))
    return raw


def _moment(raw: object) -> date:
    if isinstance(raw, str) and not _DAY.match(raw):
        raw = _parsed(datetime.fromisoformat, raw)
    if not isinstance(raw, datetime):
        return _day(raw)
    if raw.tzinfo is None:
        raise Unfit(_("must say its offset from UTC, as in 2026-03-29T09:00:00Z"))
    _day(raw.date())
    return raw.astimezone(UTC)


def _parsed(parse: Callable[[str], date], raw: str) -> date:
    try:
        return parse(raw)
    except ValueError:
        raise Unfit(_("%s is not a date") % shown(raw)) from None


def _id(raw: object) -> UUID:
    try:
        return raw if isinstance(raw, UUID) else UUID(_text(raw))
    except ValueError:
        raise Unfit(_("must be an id of 36 characters")) from None


_READERS: dict[Kind, Callable[[object], Scalar]] = {
    Kind.WHOLE: _whole,
    Kind.NUMBER: _number,
    Kind.TEXT: _searched,
    Kind.CHOICE: _text,
    Kind.LIST: _text,
    Kind.BOOLEAN: _boolean,
    Kind.DATE: _day,
    Kind.MOMENT: _moment,
    Kind.ID: _id,
}
