"""A branch's day at the till, as it stands: what should be there, what was counted."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm.accounts.models import Branch
from crm.payments import money
from crm.payments.config import payments_config
from crm.payments.models import DayTaking, Method, TradingDay
from crm.payments.rules.closing import expectations


@dataclass(frozen=True)
class Line:
    """One method of one day. `counted` is None while the day is open, or it is not counted."""

    method: str
    received: Decimal
    paid_out: Decimal
    number: int
    expected: Decimal
    counted: Decimal | None = None
    difference: Decimal | None = None

    @property
    def label(self) -> str:
        return str(Method(self.method).label)

    @property
    def net(self) -> Decimal:
        return self.received - self.paid_out

    @property
    def is_counted_by_hand(self) -> bool:
        return self.method in payments_config().cash_up.counted


@dataclass(frozen=True)
class Till:
    branch: Branch
    day: date
    row: TradingDay | None
    lines: list[Line]

    @property
    def net(self) -> Decimal:
        return sum((one.net for one in self.lines), money.NOTHING)

    @property
    def difference(self) -> Decimal:
        found = [one.difference for one in self.lines if one.difference is not None]
        return sum(found, money.NOTHING)

    @property
    def is_closed(self) -> bool:
        return self.row is not None and self.row.is_closed


def till(branch: Branch, day: date) -> Till:
    """In three queries, however busy the day."""
    rows = TradingDay.objects.select_related("closed_by")
    row = rows.filter(branch=branch, day=day).first()
    takings = {one.method: one for one in DayTaking.objects.filter(trading_day=row)} if row else {}
    counts = {one.method: one for one in row.counts.all()} if row else {}
    expected = expectations(row) if row else _nothing()
    names = [name for name in Method.values if name in {*expected, *counts}]
    lines = []
    for name in names:
        taken, count = takings.get(name), counts.get(name)
        lines.append(
            Line(
                name,
                received=taken.received if taken else money.NOTHING,
                paid_out=taken.paid_out if taken else money.NOTHING,
                number=taken.number if taken else 0,
                expected=count.expected if count else expected.get(name, money.NOTHING),
                counted=count.counted if count else None,
                difference=count.difference if count else None,
            )
        )
    return Till(branch, day, row, lines)


def _nothing() -> dict[str, Decimal]:
    rules = payments_config().cash_up
    return {name: rules.float if name == Method.CASH else money.NOTHING for name in rules.counted}
