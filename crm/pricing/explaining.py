"""A price in words: what was asked, and what then and now say to it, side by side."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from crm.pricing import rules, words
from crm.pricing.asked import Asked
from crm.pricing.engine import Line
from crm.pricing.models import PriceQuote


@dataclass(frozen=True)
class Column:
    """What one set of rules says; `problem` when it cannot be asked."""

    title: str
    total: Decimal | None
    is_same: bool | None
    problem: str = ""


@dataclass(frozen=True)
class Comparison:
    """Three columns, and for each kind of step what each of them adds (None: no such step)."""

    columns: list[Column]
    rows: list[tuple[str, list[Decimal | None]]]


def facts(asked: Asked) -> list[tuple[str, str]]:
    """What was asked, in the order of the form, without what was left out."""
    known = [
        (_("Repair"), words.repair(asked.repair_type)),
        (_("Kind of device"), _named(asked.category)),
        (_("Brand"), asked.brand),
        (_("Model"), asked.model),
        (_("Year"), str(asked.device_year or "")),
        (_("Urgency"), str(words.URGENCIES[asked.urgency])),
        (_("Part"), _named(asked.part_grade)),
        (_("Complexity"), _named(asked.complexity)),
        (_("Loyalty"), _named(asked.loyalty_tier)),
        (_("Visits before"), "" if asked.visits is None else str(asked.visits)),
        (_("Sent by another customer"), _("Yes") if asked.referred else ""),
        (_("Device on the platform"), asked.external_device_id),
    ]
    return [(label, value) for label, value in known if value]


def compared(quote: PriceQuote) -> Comparison:
    """As it was given, by the rules of then, and by the rules of now."""
    given = [words.read(line) for line in quote.lines]
    then, now = rules.replay(quote), rules.today(quote)
    columns = [
        Column(_("As given"), quote.total, None),
        Column(_("Rules then"), _total(then), then.is_same, then.problem),
        Column(_("Rules now"), _total(now), now.is_same, now.problem),
    ]
    sides = [_amounts(given), _amounts(_lines(then)), _amounts(_lines(now))]
    kinds = [kind for kind in words.KINDS if any(kind in side for side in sides)]
    return Comparison(columns, [(words.kind(k), [side.get(k) for side in sides]) for k in kinds])


def _lines(said: rules.Replay) -> list[Line]:
    return list(said.price.lines) if said.price else []


def _total(said: rules.Replay) -> Decimal | None:
    return said.price.total if said.price else None


def _amounts(lines: list[Line]) -> dict[str, Decimal]:
    return {line.kind: line.amount for line in lines}


def _named(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()
