"""Times as people type them: on the shop's clock."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.lib import clock
from crm.lib.business import business

FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S")
YEARS = range(2000, 2201)  # at either end of the calendar, a moment in UTC may not exist


class Moment(forms.DateTimeField):
    """A day and an hour in the shop's zone; the database gets the moment itself."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMATS[0])
        super().__init__(widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(business().zone) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            for pattern in FORMATS:
                try:
                    typed = datetime.strptime(value.strip(), pattern)  # noqa: DTZ007 - the zone follows
                except ValueError:
                    continue
                if typed.year not in YEARS:
                    raise forms.ValidationError(_("Choose a year from 2000 to 2200."))
                return typed.replace(tzinfo=business().zone)
        if value in self.empty_values or isinstance(value, datetime):
            return value or None
        raise forms.ValidationError(_("Give a day and an hour."))


def next_morning() -> datetime:
    """A quarter of an hour after the shop next opens, tomorrow at the earliest."""
    zone = business().zone
    tomorrow = clock.now().astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return business().next_opening(tomorrow + timedelta(days=1)) + timedelta(minutes=15)
