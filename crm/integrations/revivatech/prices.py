"""What a repair costs, asked of the platform's own pricing API.

`POST /api/pricing/simple {deviceId, repairType, urgencyLevel}` or `/api/pricing/calculate`,
which also wants its kind of service. Its answers come in an envelope
(`{success, data}` or `{success: false, error}`) whose spellings are configured.
"""

from decimal import Decimal, InvalidOperation
from typing import Any

from crm.integrations.config import Prices, integrations
from crm.integrations.revivatech import asking
from crm.integrations.revivatech.reading import Reading
from crm.lib import clock
from crm.lib.refusal import Refusal
from crm.pricing.asked import Asked, Urgency
from crm.pricing.config import Pricing
from crm.pricing.engine import Price, Steps, split
from crm.pricing.port import Answer

FACTORS = ("complexity", "demand", "season", "urgency")
_LARGEST = 100
_SERVICES = {Urgency.URGENT: "express", Urgency.EMERGENCY: "same_day"}


def ask(asked: Asked, rules: Pricing, vat_rate: Decimal) -> Answer:
    """The platform's price. Refuses (503) when it is not there or speaks in riddles."""
    configured = integrations().revivatech.prices
    if not configured.url:
        raise Refusal(
            "The platform's address is missing: set revivatech.prices.url in integrations.yaml.",
            status=503,
        )
    said = asking.post(
        f"{configured.url.rstrip('/')}/api/pricing/{configured.endpoint}",
        _question(asked, configured),
        seconds=configured.timeout_seconds,
    )
    return _read(said, configured, vat_rate)


def _question(asked: Asked, configured: Prices) -> dict[str, Any]:
    question = {
        "deviceId": asked.external_device_id or asked.model or asked.category,
        "repairType": asked.repair_type,
        "urgencyLevel": asked.urgency,
    }
    if configured.endpoint == "calculate":
        question["serviceType"] = _SERVICES.get(Urgency(asked.urgency), "standard")
    return question


def _read(said: dict[str, Any], configured: Prices, vat_rate: Decimal) -> Answer:
    reading = Reading(said, configured.answer)
    if reading.raw("success") is False:
        why = reading.text("refused") or "it does not say why"
        raise Refusal(f"The platform gives no price: {why[:200]}")
    total = reading.money("total")
    if total is None:
        raise Refusal("The platform answered, but its answer holds no price.", status=503)
    until = reading.moment("valid_until")
    return Answer(
        price=_price(reading, total, vat_rate),
        said=said,
        valid_until=until if until and until > clock.now() else None,
    )


def _price(reading: Reading, total: Decimal, vat_rate: Decimal) -> Price:
    """Its steps as far as it tells them; what they leave open is its own rounding."""
    steps, base = Steps(), reading.money("base")
    steps.move("base", total if base is None else base)
    for kind in FACTORS if base is not None else ():
        steps.multiply(kind, _factor(reading.raw(kind)), "")
    steps.move("platform", total)
    net, vat = split(total, vat_rate)
    return Price(tuple(steps.lines), net, vat, total)


def _factor(value: Any) -> Decimal:
    """A multiplier as the platform sends it; 1 for anything that is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return Decimal(1)
    try:
        factor = Decimal(str(value))
    except InvalidOperation:
        return Decimal(1)
    return factor if factor.is_finite() and 0 < factor <= _LARGEST else Decimal(1)
