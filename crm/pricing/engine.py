"""The arithmetic: rules and a question in, a price and its reasons out. No database, no clock.

The order is the law of this file (docs/decisions has the why): base, complexity, part, age,
brand, urgency, weekend, discounts, minimum and maximum, rounding; VAT is then *inside* the
price. Each step is rounded to the penny, so the lines add up to the total exactly.
"""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from crm.lib.business import Day
from crm.lib.refusal import Refusal
from crm.pricing.asked import Asked, RepairType, Urgency, slug
from crm.pricing.config import Choice, Pricing, Tier

PENNY = Decimal("0.01")
_MODES = {"nearest": ROUND_HALF_UP, "up": ROUND_CEILING, "down": ROUND_FLOOR}


@dataclass(frozen=True)
class Line:
    """One step: what it adds, by which factor if by one, and the price so far.

    `detail` is the word the rule gave it (`Original part`, `apple`); the kind says the rest.
    """

    kind: str
    amount: Decimal
    subtotal: Decimal
    factor: Decimal | None = None
    detail: str = ""

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it: money as text, so that no penny is lost."""
        return {name: _text(value) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Price:
    """What it costs and why; `net` and `vat` are what the total is made of."""

    lines: tuple[Line, ...]
    net: Decimal
    vat: Decimal
    total: Decimal


def price(rules: Pricing, asked: Asked, *, vat_rate: Decimal) -> Price:
    """The price by these rules. Refuses (422) a word the rules do not know, naming its field."""
    steps = Steps()
    of_model = _start(steps, rules, asked)
    for kind, factor, detail in _factors(rules, asked, of_model=of_model):
        steps.multiply(kind, factor, detail)
    for kind, percent, detail in _discounts(rules, asked):
        steps.multiply(kind, 1 - percent / 100, detail)
    steps.move("minimum", max(steps.so_far, rules.minimum))
    if rules.maximum is not None:
        steps.move("maximum", min(steps.so_far, rules.maximum))
    steps.move("rounding", _stepped(steps.so_far, rules))
    net, vat = split(steps.so_far, vat_rate)
    return Price(tuple(steps.lines), net, vat, steps.so_far)


def split(total: Decimal, vat_rate: Decimal) -> tuple[Decimal, Decimal]:
    """Net and VAT of a price that includes VAT: the VAT is rounded, the net is the rest."""
    vat = penny(total * vat_rate / (100 + vat_rate))
    return total - vat, vat


def penny(value: Decimal) -> Decimal:
    return value.quantize(PENNY, ROUND_HALF_UP)


class Steps:
    """The price on its way, and every step that changed it."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.so_far = Decimal("0.00")

    def multiply(self, kind: str, factor: Decimal, detail: str) -> None:
        if factor != 1:
            self.move(kind, self.so_far * factor, detail=detail, factor=factor)

    def move(
        self, kind: str, to: Decimal, *, detail: str = "", factor: Decimal | None = None
    ) -> None:
        """A step that changes nothing is left out, but for the base and for named factors."""
        now = penny(to)
        if now != self.so_far or factor is not None or kind == "base":
            self.lines.append(Line(kind, now - self.so_far, now, factor, detail))
            self.so_far = now


def _start(steps: Steps, rules: Pricing, asked: Asked) -> bool:
    """The nearest base price; whether it is the model's own."""
    repair = rules.repairs[RepairType(asked.repair_type)]
    model, category = slug(asked.model), slug(asked.category)
    if model in repair.models:
        steps.move("base", repair.models[model], detail=asked.model)
    elif category in repair.categories:
        steps.move("base", repair.categories[category], detail=asked.category)
    else:
        steps.move("base", repair.base)
    return model in repair.models


def _factors(rules: Pricing, asked: Asked, *, of_model: bool) -> Iterator[tuple[str, Decimal, str]]:
    """What multiplies the base. A model's own price already knows its age and brand."""
    for kind, choices, name in (
        ("complexity", rules.complexity, asked.complexity),
        ("part_grade", rules.part_grades, asked.part_grade),
    ):
        if name:
            choice = _chosen(choices, name, kind)
            yield kind, choice.factor, choice.label
    if not of_model:
        yield from _age(rules, asked)
        yield "brand", rules.brands.get(slug(asked.brand), Decimal(1)), asked.brand
    yield "urgency", rules.urgency[Urgency(asked.urgency)], asked.urgency
    day = list(Day)[asked.on.weekday()] if asked.on else None
    if day in rules.weekend.days:
        yield "weekend", rules.weekend.factor, day.value


def _age(rules: Pricing, asked: Asked) -> Iterator[tuple[str, Decimal, str]]:
    if asked.device_year is None or asked.on is None:
        return
    years = max(asked.on.year - asked.device_year, 0)
    reached = [age for age in rules.ages if age.years <= years]
    if reached:
        yield "age", reached[-1].factor, reached[-1].label


def _discounts(rules: Pricing, asked: Asked) -> list[tuple[str, Decimal, str]]:
    """What comes off; of several the best, unless the rules take them all."""
    ours, offered = rules.discounts, []
    tier = _tier(ours.loyalty, asked)
    if tier:
        offered.append(("loyalty", tier.percent, tier.label))
    if asked.referred and ours.referral:
        offered.append(("referral", ours.referral, ""))
    if asked.visits == 0 and ours.first_time:
        offered.append(("first_time", ours.first_time, ""))
    if ours.combine == "best":
        return sorted(offered, key=lambda one: one[1])[-1:]
    return offered


def _tier(tiers: dict[str, Tier], asked: Asked) -> Tier | None:
    """The tier that was named, else the highest that the visits reach."""
    if asked.loyalty_tier:
        if asked.loyalty_tier not in tiers:
            raise Refusal(_unknown(asked.loyalty_tier, tiers), field="loyalty_tier", status=422)
        return tiers[asked.loyalty_tier]
    reached = [tier for tier in tiers.values() if tier.visits <= (asked.visits or 0)]
    return max(reached, key=lambda tier: tier.visits, default=None)


def _chosen(choices: dict[str, Choice], name: str, field: str) -> Choice:
    if name not in choices:
        raise Refusal(_unknown(name, choices), field=field, status=422)
    return choices[name]


def _unknown(name: str, known: Collection[str]) -> str:
    return f"The price rules do not know {name}; they know {', '.join(known) or 'none'}."


def _stepped(value: Decimal, rules: Pricing) -> Decimal:
    step = rules.rounding.step
    return (value / step).to_integral_value(_MODES[rules.rounding.mode]) * step


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
