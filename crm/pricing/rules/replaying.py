"""Why was this £149 in March? The same question, put again to the rules of then and of now."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from pydantic import ValidationError

from crm.activity.models import ConfigVersion
from crm.lib.refusal import Refusal
from crm.pricing import engine
from crm.pricing.config import Pricing, pricing_config
from crm.pricing.engine import Price
from crm.pricing.models import PriceQuote


@dataclass(frozen=True)
class Replay:
    """What rules say to a question once more. `is_same` is null when they cannot be asked."""

    price: Price | None
    is_same: bool | None
    problem: str = ""


def replay(quote: PriceQuote) -> Replay:
    """By the very rules the price was made with, out of the record."""
    if quote.source != PriceQuote.Source.ENGINE:
        return Replay(None, None, _("The platform gave this price; its rules are not ours to ask."))
    then = ConfigVersion.objects.filter(name=pricing_config.name, hash=quote.config_version).first()
    if then is None:
        return Replay(None, None, _("The rules of that day are not in the record."))
    try:
        rules = Pricing.model_validate(then.content)
    except ValidationError:
        problem = _("The rules of that day have a form that this release no longer reads.")
        return Replay(None, None, problem)
    return _asked_again(quote, rules)


def today(quote: PriceQuote) -> Replay:
    """By the rules in force now: the same question, the same day, the same VAT."""
    return _asked_again(quote, pricing_config())


def _asked_again(quote: PriceQuote, rules: Pricing) -> Replay:
    try:
        said = engine.price(rules, quote.asked, vat_rate=quote.vat_rate)
    except Refusal as refusal:
        return Replay(None, None, refusal.message)
    return Replay(said, _is_same(said, quote))


def _is_same(said: Price, quote: PriceQuote) -> bool:
    totals = (said.net, said.vat, said.total) == (quote.net, quote.vat, quote.total)
    return totals and [line.kept() for line in said.lines] == quote.lines
