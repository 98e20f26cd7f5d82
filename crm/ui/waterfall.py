"""A sum drawn step by step: where each amount takes the running total."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Step:
    """One amount, what it is for, and the total after it."""

    label: str
    amount: Decimal
    subtotal: Decimal
    note: str = ""

    @property
    def tone(self) -> str:
        return "down" if self.amount < 0 else "up"


@dataclass(frozen=True)
class Bar:
    """A step and its place along the line, in per cent."""

    step: Step
    x: float
    width: float
    is_first: bool


@dataclass(frozen=True)
class Waterfall:
    """The steps of a sum; `total_label` names what they come to."""

    steps: Sequence[Step]
    total_label: str

    @property
    def total(self) -> Decimal:
        return self.steps[-1].subtotal if self.steps else Decimal(0)

    @property
    def bars(self) -> list[Bar]:
        most = max((step.subtotal for step in self.steps), default=Decimal(0)) or Decimal(1)
        bars = []
        for index, step in enumerate(self.steps):
            low = min(step.subtotal, step.subtotal - step.amount)
            x, width = 100 * low / most, 100 * abs(step.amount) / most
            bars.append(Bar(step, round(float(x), 2), round(float(width), 2), index == 0))
        return bars
