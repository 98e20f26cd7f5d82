"""What prices are called on a page."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.catalogue.models import RepairType, UrgencyLevel
from crm.pricing.engine import Line, Price
from crm.ui.waterfall import Step, Waterfall

REPAIRS = dict(RepairType.choices)
URGENCIES = dict(UrgencyLevel.choices)
KINDS = {
    "base": gettext_lazy("Base price"),
    "complexity": gettext_lazy("Complexity"),
    "part_grade": gettext_lazy("Part"),
    "age": gettext_lazy("Age"),
    "brand": gettext_lazy("Brand"),
    "demand": gettext_lazy("Demand"),
    "season": gettext_lazy("Season"),
    "urgency": gettext_lazy("Urgency"),
    "weekend": gettext_lazy("Weekend"),
    "loyalty": gettext_lazy("Loyalty"),
    "referral": gettext_lazy("Referral"),
    "first_time": gettext_lazy("First visit"),
    "minimum": gettext_lazy("Raised to the minimum"),
    "maximum": gettext_lazy("Held at the maximum"),
    "rounding": gettext_lazy("Rounding"),
    "platform": gettext_lazy("Rounded by the platform"),
}


def repair(name: str) -> str:
    return str(REPAIRS.get(name, name))


def kind(name: str) -> str:
    return str(KINDS.get(name, name))


def detail(line: Line) -> str:
    """Why this step is what it is: `Original part, × 1.4`."""
    words = line.detail
    if line.kind == "urgency" and words in URGENCIES:
        words = str(URGENCIES[words])
    if line.kind == "weekend":
        words = words.capitalize()
    factor = (
        _("×\N{NO-BREAK SPACE}%(factor)s") % {"factor": _plain(line.factor)}
        if line.factor is not None
        else ""
    )
    return ", ".join(part for part in (words, factor) if part)


def waterfall(price: Price) -> Waterfall:
    """The price's lines, ready to be drawn."""
    return drawn(price.lines)


def drawn(lines: "tuple[Line, ...] | list[Line]") -> Waterfall:
    steps = [Step(kind(one.kind), one.amount, one.subtotal, detail(one)) for one in lines]
    return Waterfall(steps, _("Price, with VAT"))


def read(kept: dict[str, Any]) -> Line:
    """A line out of a quote's record."""
    factor = kept["factor"]
    return Line(
        kind=kept["kind"],
        amount=Decimal(kept["amount"]),
        subtotal=Decimal(kept["subtotal"]),
        factor=None if factor is None else Decimal(factor),
        detail=kept["detail"],
    )


def _plain(factor: Decimal) -> str:
    return f"{factor.normalize():f}"
