"""Time as conditions speak of it: periods before and after now, and whole days.

Minutes and hours are exact. Days, weeks, months and years follow the shop's calendar and
clock, so "7 days ago" is the same time of day also across a change to summer time.
"""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Self

from crm.lib import clock
from crm.lib.business import business

# Each about a hundred years: far beyond any shop, far within what a date can hold.
LONGEST = {
    "minutes": 52_560_000,
    "hours": 876_000,
    "days": 36_500,
    "weeks": 5_200,
    "months": 1_200,
    "years": 100,
}
EXACT = frozenset({"minutes", "hours"})


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time, such as 30 days."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class When:
    """The moment a condition is asked at, and the zone whose days it speaks of."""

    at: datetime
    zone: tzinfo

    @classmethod
    def now(cls, zone: tzinfo | None = None) -> Self:
        """The present, in `zone` or else in the shop's own."""
        return cls(clock.now(), zone or business().zone)

    @property
    def today(self) -> date:
        return self.at.astimezone(self.zone).date()

    def start_of(self, day: date) -> datetime:
        """The first moment of `day` in the shop."""
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)

    def moved(self, period: Period, sign: int) -> datetime:
        """The moment `period` ahead (sign 1) or ago (sign -1)."""
        count = sign * period.count
        if period.unit in EXACT:
            return self.at + timedelta(**{period.unit: count})
        local = self.at.astimezone(self.zone)
        day = _moved(local.date(), period.unit, count)
        return datetime.combine(day, local.time(), self.zone).astimezone(UTC)

    def moved_day(self, period: Period, sign: int) -> date:
        """The day `period` ahead or ago, counted from today."""
        return _moved(self.today, period.unit, sign * period.count)


def _moved(day: date, unit: str, count: int) -> date:
    if unit in {"days", "weeks"}:
        return day + timedelta(**{unit: count})
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
