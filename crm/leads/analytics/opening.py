"""The shop's opening hours as a running clock that stands still while the door is shut."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from crm.lib.business import business


@dataclass(frozen=True)
class OpenTime:
    """For each day: when it opens and closes, and the open seconds of all days before it."""

    zone: str
    days: list[date]
    opens: list[datetime]
    closes: list[datetime]
    before: list[float]

    @property
    def columns(self) -> tuple[list[date], list[datetime], list[datetime], list[float]]:
        return self.days, self.opens, self.closes, self.before


def open_time(start: datetime, end: datetime) -> OpenTime:
    """Every day of the shop's calendar from `start` up to and including `end`."""
    shop = business()
    clock = OpenTime(shop.timezone, [], [], [], [])
    day, last = start.astimezone(shop.zone).date(), end.astimezone(shop.zone).date()
    so_far = 0.0
    while day <= last:
        midnight = datetime.combine(day, time(), shop.zone)
        opens, closes = shop.opening(day) or (midnight, midnight)
        clock.days.append(day)
        clock.opens.append(opens)
        clock.closes.append(closes)
        clock.before.append(so_far)
        # Through timestamps: subtracting two local times would miss a change of the clocks.
        so_far += closes.timestamp() - opens.timestamp()
        day += timedelta(days=1)
    return clock
