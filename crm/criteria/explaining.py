"""A condition as a sentence: `score is at least 80 and (source is Website or Phone)`."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from crm.criteria.grammar import All, AnyOf, Comparison, Condition, Node, Not
from crm.criteria.operators import Takes
from crm.criteria.periods import Period
from crm.criteria.registry import Fact
from crm.lib.business import business

CURRENCIES = {"£", "€", "$"}
PERIODS = {
    "minutes": ngettext_lazy("%d minute", "%d minutes"),
    "hours": ngettext_lazy("%d hour", "%d hours"),
    "days": ngettext_lazy("%d day", "%d days"),
    "weeks": ngettext_lazy("%d week", "%d weeks"),
    "months": ngettext_lazy("%d month", "%d months"),
    "years": ngettext_lazy("%d year", "%d years"),
}
AND, OR = gettext_lazy("and"), gettext_lazy("or")
JOINERS = {"contains_all": AND, "between": gettext_lazy("to")}


def explain(condition: Condition) -> str:
    """What the condition asks, in a person's words and language."""
    return _node(condition.root, "")


def _node(node: Node, around: str) -> str:
    """The words of `node`, in brackets where those `around` it would be misread."""
    match node:
        case Comparison():
            return _comparison(node, around)
        case Not(part):
            return _("not (%s)") % _node(part, "")
        case All(()):
            return _("everyone")
        case All((part,)) | AnyOf((part,)):
            return _node(part, around)
        case All(parts):
            return _joined(parts, str(AND), around)
        case AnyOf(parts):
            return _joined(parts, str(OR), around)


def _joined(parts: tuple[Node, ...], word: str, around: str) -> str:
    sentence = f" {word} ".join(_node(part, word) for part in parts)
    return f"({sentence})" if around not in {"", word} else sentence


def _comparison(comparison: Comparison, around: str) -> str:
    fact, operator, operand = comparison.fact, comparison.operator, comparison.operand
    labels = fact.labels() or {}
    values = operand if isinstance(operand, tuple) else (operand,)
    word = str(JOINERS.get(operator.name, OR))
    value = _listed([in_words(item, fact, labels) for item in values], word)
    sentence = str(operator.reads) % {"fact": _lowered(str(fact.label)), "value": value}
    bracketed = operator.takes == Takes.MANY and len(values) > 1 and around not in {"", word}
    return f"({sentence})" if bracketed else sentence


def _lowered(label: str) -> str:
    """A label inside a sentence: `Source` as `source`, `SMS consent` as it is."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _listed(values: list[str], word: str) -> str:
    *most, last = values
    return f"{', '.join(most)} {word} {last}" if most else last


def in_words(value: Any, fact: Fact, labels: dict[str, str]) -> str:
    """One value as it stands in a sentence: a choice by its label, money with its sign."""
    if str(value) in labels:
        return labels[str(value)]
    match value:
        case bool():
            return _("yes") if value else _("no")
        case int() | Decimal():
            return _amount(Decimal(value), fact.unit)
        case date():
            return _time(value)
        case Period(unit, count):
            return str(PERIODS[unit] % count)
    return f"“{value}”"


def _time(value: date) -> str:
    if isinstance(value, datetime):
        return date_format(value.astimezone(business().zone), "DATETIME_FORMAT")
    return date_format(value, "DATE_FORMAT")


def _amount(value: Decimal, unit: str) -> str:
    if unit in CURRENCIES:
        sign, size = "-" if value < 0 else "", abs(value)
        return f"{sign}{unit}{size:,.2f}" if size == round(size, 2) else f"{sign}{unit}{size:,f}"
    return f"{value:,f} {unit}" if unit else f"{value:,f}"
