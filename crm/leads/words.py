"""How a lead's facts are put in a few words on cards and rows."""

from datetime import datetime

from django.utils import formats
from django.utils.translation import gettext as _

from crm.lib import clock
from crm.lib.business import business

DAYS_OF_A_WEEK = 7


def due(channel: str, moment: datetime) -> str:
    """`Call was due 10:30`, `Call tomorrow 09:15`, `Visit Friday`, `Call 12 Dec`."""
    values = {"channel": channel, "when": _when(moment)}
    if moment <= clock.now():
        return _("%(channel)s was due %(when)s") % values
    return _("%(channel)s %(when)s") % values


def _when(moment: datetime) -> str:
    zone = business().zone
    local, today = moment.astimezone(zone), clock.now().astimezone(zone).date()
    days = (local.date() - today).days
    hour = f"{local:%H:%M}"
    if days == 0:
        return hour
    if days == 1:
        return _("tomorrow %(hour)s") % {"hour": hour}
    if days == -1:
        return _("yesterday")
    if 1 < days < DAYS_OF_A_WEEK:
        return formats.date_format(local, "l")
    return formats.date_format(local, "j M" if local.year == today.year else "j M Y")


def age(moment: datetime) -> str:
    """`now`, `42 min`, `5 h`, `2 d`."""
    minutes = int((clock.now() - moment).total_seconds() // 60)
    if minutes < 1:
        return _("now")
    if minutes < 60:  # noqa: PLR2004 - minutes in an hour
        return _("%(n)d min") % {"n": minutes}
    hours = minutes // 60
    return _("%(n)d h") % {"n": hours} if hours < 24 else _("%(n)d d") % {"n": hours // 24}  # noqa: PLR2004 - hours in a day
