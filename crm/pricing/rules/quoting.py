"""Asking for a price, and keeping the one that was given."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.activity import configuration
from crm.activity.models import ConfigVersion
from crm.customers.models import Customer
from crm.lib import clock
from crm.lib.business import business
from crm.pricing import engine, port
from crm.pricing.asked import Asked
from crm.pricing.config import Pricing, pricing_config
from crm.pricing.engine import Price
from crm.pricing.models import PriceQuote


@dataclass(frozen=True)
class Priced:
    """A price as it was given just now, with what it rests on."""

    asked: Asked
    price: Price
    source: str
    said: dict[str, Any] | None
    config_version: str
    content: dict[str, Any]
    vat_rate: Decimal
    valid_until: datetime


def price(asked: Asked) -> Priced:
    """What it costs now, by whom pricing.yaml chooses to ask. Saves nothing.

    The platform is asked over the network: call this before a transaction, `record` in it.
    """
    now = clock.now()
    if asked.on is None:
        asked = replace(asked, on=now.astimezone(business().zone).date())
    rules, version, content = pricing_config.in_force
    vat_rate = business().vat_rate
    answer = port.chosen(rules.source)(asked, rules, vat_rate)
    return Priced(
        asked=asked,
        price=answer.price,
        source=rules.source,
        said=answer.said,
        config_version=version,
        content=content,
        vat_rate=vat_rate,
        valid_until=answer.valid_until or now + timedelta(days=rules.valid_days),
    )


@transaction.atomic
def record(
    priced: Priced, *, by: Staff, branch: Branch, customer: Customer | None = None
) -> PriceQuote:
    """Keep a price that was given, so that anybody can ask later why."""
    _keep_rules(priced)
    quote: PriceQuote = PriceQuote.objects.create(
        branch=branch,
        customer=customer,
        source=priced.source,
        repair_type=priced.asked.repair_type,
        device=priced.asked.device[:255],
        inputs=priced.asked.kept(),
        lines=[line.kept() for line in priced.price.lines],
        answer=priced.said,
        config_version=priced.config_version,
        vat_rate=priced.vat_rate,
        net=priced.price.net,
        vat=priced.price.vat,
        total=priced.price.total,
        valid_until=priced.valid_until,
        created_at=clock.now(),
        created_by=by,
    )
    activity.record(
        "price.quoted",
        about=quote,
        by=by,
        total=str(quote.total),
        repair_type=quote.repair_type,
        device=quote.device,
        source=quote.source,
    )
    return quote


def quote(
    asked: Asked, *, by: Staff, branch: Branch, customer: Customer | None = None
) -> PriceQuote:
    """Ask and keep in one go."""
    return record(price(asked), by=by, branch=branch, customer=customer)


def _keep_rules(priced: Priced) -> None:
    """A process may price by a file that the worker has not yet seen and accepted."""
    known = ConfigVersion.objects.filter(name=pricing_config.name, hash=priced.config_version)
    if not known.exists():
        by = Staff.objects.system()
        configuration.remember(pricing_config.name, priced.config_version, priced.content, by=by)


def _by_our_rules(asked: Asked, rules: Pricing, vat_rate: Decimal) -> port.Answer:
    return port.Answer(engine.price(rules, asked, vat_rate=vat_rate))


port.offer(PriceQuote.Source.ENGINE.value, _by_our_rules)
