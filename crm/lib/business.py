"""The shop as it presents itself: name, money, time zone, opening hours (`business.yaml`)."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from crm.lib.config import declare


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is not a time zone; write one like Europe/London.")
    return name


def _region(code: str) -> str:
    if code not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError(f"{code!r} is not a country for phone numbers; write one like GB.")
    return code


def _opens_before_it_closes(span: tuple[time, time]) -> tuple[time, time]:
    if span[0] >= span[1]:
        raise ValueError("the shop must open before it closes.")
    return span


class Day(StrEnum):
    """The days of the week, in the order `date.weekday()` counts them."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


Span = Annotated[tuple[time, time], AfterValidator(_opens_before_it_closes)]


class Business(BaseModel):
    """What `business.yaml` may say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    locale: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    timezone: Annotated[str, AfterValidator(_zone)]
    phone_region: Annotated[str, AfterValidator(_region)]
    vat_rate: Annotated[Decimal, Field(ge=0, le=100)]
    hours: dict[Day, Span]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def opening(self, day: date) -> tuple[datetime, datetime] | None:
        """When the shop opens and closes on this date, or None when it stays closed."""
        span = self.hours.get(list(Day)[day.weekday()])
        if span is None:
            return None
        opens, closes = (datetime.combine(day, hour, self.zone) for hour in span)
        return opens, closes

    def is_open(self, moment: datetime) -> bool:
        local = moment.astimezone(self.zone)
        span = self.opening(local.date())
        return span is not None and span[0] <= local < span[1]

    def next_opening(self, moment: datetime) -> datetime:
        """This moment while the shop is open, else the next time its door opens."""
        local = moment.astimezone(self.zone)
        for ahead in range(8):
            span = self.opening(local.date() + timedelta(days=ahead))
            if span and local < span[1]:
                return max(local, span[0])
        return local


business = declare("business", Business)
