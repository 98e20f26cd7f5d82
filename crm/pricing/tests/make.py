"""Prices, as many as a test needs."""

from datetime import date
from decimal import Decimal
from typing import Any

from crm.accounts.models import Branch, Staff
from crm.lib import clock
from crm.pricing import rules
from crm.pricing.asked import Asked
from crm.pricing.config import Pricing, pricing_config
from crm.pricing.models import PriceQuote

WEDNESDAY, SUNDAY = date(2026, 3, 4), date(2026, 3, 8)
VAT = Decimal(20)


def asked(**particulars: Any) -> Asked:
    """A screen on a Wednesday in March 2026, unless said otherwise."""
    return Asked(**{"repair_type": "SCREEN_REPAIR", "on": WEDNESDAY} | particulars)


def tariff(**changes: Any) -> Pricing:
    """Plain rules: every base £100, urgency as the product ships it, and what the test says."""
    plain: dict[str, Any] = {
        "repairs": {kind: {"base": 100} for kind in pricing_config().repairs},
        "urgency": dict(pricing_config().urgency),
        "rounding": {"step": "0.01"},
    }
    return Pricing.model_validate(plain | changes)


def quote(by: Staff, branch: Branch | None = None, **particulars: Any) -> PriceQuote:
    return rules.quote(asked(**particulars), by=by, branch=branch or by.home_branch)


def make_many(number: int, *, by: Staff) -> list[PriceQuote]:
    """Many quotes at once, without events: for counting queries."""
    one = rules.price(asked(brand="Apple", model="iPhone 13"))
    now = clock.now()
    quotes = [
        PriceQuote(
            branch=by.home_branch,
            source=one.source,
            repair_type=one.asked.repair_type,
            device=one.asked.device,
            inputs=one.asked.kept(),
            lines=[line.kept() for line in one.price.lines],
            config_version=one.config_version,
            vat_rate=one.vat_rate,
            net=one.price.net,
            vat=one.price.vat,
            total=one.price.total,
            valid_until=one.valid_until,
            created_at=now,
            created_by=by,
        )
        for _index in range(number)
    ]
    return PriceQuote.objects.bulk_create(quotes)
