"""When the shop is open, in words for a visitor."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import formats
from django.utils.translation import gettext as _

from crm.lib import clock
from crm.lib.business import Day, business


@dataclass(frozen=True)
class OpenDay:
    """One line of the week: Monday, 09:00 to 18:00."""

    name: str
    hours: str
    is_today: bool


def opening_words() -> str:
    """One sentence about now: open until when, else when the door opens again."""
    shop, now = business(), clock.now()
    if shop.is_open(now):
        span = shop.opening(now.astimezone(shop.zone).date())
        assert span is not None
        return _("We are open until %(time)s today.") % {"time": f"{span[1]:%H:%M}"}
    opens = shop.next_opening(now)
    local = now.astimezone(shop.zone)
    when = {"time": f"{opens:%H:%M}", "day": formats.date_format(opens, "l")}
    if opens.date() == local.date():
        return _("We open at %(time)s today.") % when
    if opens.date() == local.date() + timedelta(days=1):
        return _("We are closed now and open tomorrow at %(time)s.") % when
    return _("We are closed now and open on %(day)s at %(time)s.") % when


def week() -> list[OpenDay]:
    """The seven days from Monday on."""
    shop = business()
    today = clock.now().astimezone(shop.zone).date()
    monday = today - timedelta(days=today.weekday())
    return [
        OpenDay(
            name=formats.date_format(monday + timedelta(days=number), "l"),
            hours=_hours(day),
            is_today=number == today.weekday(),
        )
        for number, day in enumerate(Day)
    ]


def _hours(day: Day) -> str:
    span = business().hours.get(day)
    if span is None:
        return _("Closed")
    return f"{span[0]:%H:%M}–{span[1]:%H:%M}"
