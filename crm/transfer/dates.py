"""Dates as people write them. Whether 03/04 is in March or April is asked of the whole column."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from crm.lib import clock
from crm.lib.refusal import Refusal

DAY, MONTH = "day", "month"
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[, ].*)?")
_WORDS = ("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%d-%b-%y")
_MONTHS = 12
_EARLIEST = 1900


@dataclass
class Evidence:
    """What the dates of one column say about which number stands first."""

    dates: int = 0
    day_first: int = 0
    month_first: int = 0

    def add(self, text: str) -> None:
        """Take note of a cell: 25/12 shows the day first, 12/25 the month, 03/04 nothing."""
        found = _YEAR_LAST.fullmatch(text)
        if found is None:
            return
        self.dates += 1
        first, second = int(found[1]), int(found[2])
        self.day_first += first > _MONTHS
        self.month_first += second > _MONTHS

    @property
    def order(self) -> str | None:
        """`day` or `month` when the column leaves no doubt; None means somebody must say."""
        if bool(self.day_first) == bool(self.month_first):
            return None
        return DAY if self.day_first else MONTH


def read(text: str, order: str | None) -> date:
    """The date in a cell. Raises `Refusal` when it is none, or when nobody said what 03/04 is."""
    try:
        found = _numbers(text, order, clock.now().year) or _words(text)
    except ValueError:
        found = None
    if found is None:
        raise Refusal(f"“{text[:30]}” is not a date.")
    if not found.year >= _EARLIEST or found > clock.now().date():
        raise Refusal(f"{found:%d/%m/%Y} is not a date of somebody's life so far.")
    return found


@lru_cache(maxsize=10_000)  # a column of dates holds few different ones
def _numbers(text: str, order: str | None, this_year: int) -> date | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if not (found := _YEAR_LAST.fullmatch(text)):
        return None
    if order is None:
        raise Refusal(f"“{text[:30]}” may be read two ways; say whether the day stands first.")
    first, second, year = (int(part) for part in found.groups())
    day, month = (first, second) if order == DAY else (second, first)
    return date(_whole_year(year, this_year), month, day)


def _whole_year(year: int, this_year: int) -> int:
    """`85` is 1985 and `04` is 2004: never a year that has not come yet."""
    if year > 99:  # noqa: PLR2004 - two digits
        return year
    century = this_year // 100 * 100
    return century + year if century + year <= this_year else century - 100 + year


def _words(text: str) -> date | None:
    for form in _WORDS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
