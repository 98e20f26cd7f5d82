"""Filters: money, phone numbers and times as the shop's people write them."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import phonenumbers
from django import template
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from crm.lib import clock
from crm.lib.business import business

register = template.Library()
SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}


@register.filter
def money(amount: Decimal | float | None) -> str:
    """£1,234.50; nothing for None."""
    if amount is None:
        return ""
    value = Decimal(amount).quantize(Decimal("0.01"))
    currency = business().currency
    symbol = SYMBOLS.get(currency, f"{currency} ")
    return f"{'−' if value < 0 else ''}{symbol}{abs(value):,.2f}"


@register.filter
def pounds(amount: Decimal | float | None) -> str:
    """Money where pence would be noise: £1,235."""
    return "" if amount is None else money(Decimal(round(amount))).removesuffix(".00")


@register.filter
def phone(number: str | None) -> str:
    """07700 900482 for a number of the shop's own country, else +49 30 123456."""
    if not number:
        return ""
    region = business().phone_region
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return number
    home = parsed.country_code == phonenumbers.country_code_for_region(region)
    style = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(parsed, style.NATIONAL if home else style.INTERNATIONAL))


@register.filter
def when(moment: datetime | None) -> str | SafeString:
    """How long ago or ahead, as `<time>` with the full moment in its title."""
    if moment is None:
        return ""
    local = moment.astimezone(business().zone)
    full = formats.date_format(local, "l j F Y, H:i")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', moment.isoformat(), full, _relative(local)
    )


@register.filter
def day(moment: date | datetime | None) -> str:
    """18 Nov; with the year when it is not this one."""
    if moment is None:
        return ""
    today = clock.now().astimezone(business().zone).date()
    local = moment.astimezone(business().zone).date() if isinstance(moment, datetime) else moment
    return formats.date_format(local, "j M" if local.year == today.year else "j M Y")


@register.filter
def full_day(moment: date | datetime | None) -> str:
    """26 November 2026, for a heading or a document."""
    if moment is None:
        return ""
    local = moment.astimezone(business().zone).date() if isinstance(moment, datetime) else moment
    return formats.date_format(local, "j F Y")


@register.filter
def at(moment: datetime | None) -> str:
    """18 Nov, 14:30 in the shop's time."""
    if moment is None:
        return ""
    return f"{day(moment)}, {moment.astimezone(business().zone):%H:%M}"


@register.filter
def count(number: int | None) -> str:
    """1,234; a count that was capped reads 10,000+."""
    if number is None:
        return ""
    most = 10_000
    return f"{most:,}+" if number > most else f"{number:,}"


def _relative(local: datetime) -> str:
    now = clock.now().astimezone(local.tzinfo)
    ahead = local > now
    gap = abs(now - local)
    if gap < timedelta(minutes=1):
        return gettext("now")
    if gap >= timedelta(days=1) or local.date() != now.date():
        return _by_day(local, (local.date() - now.date()).days)
    minutes = int(gap.total_seconds() // 60)
    amount = (
        ngettext("%(n)d min", "%(n)d min", minutes) % {"n": minutes}
        if minutes < 60  # noqa: PLR2004 - minutes in an hour
        else ngettext("%(n)d h", "%(n)d h", minutes // 60) % {"n": minutes // 60}
    )
    return (gettext("in %(gap)s") if ahead else gettext("%(gap)s ago")) % {"gap": amount}


def _by_day(local: datetime, days: int) -> str:
    if days == -1:
        return gettext("yesterday")
    if days == 1:
        return gettext("tomorrow %(time)s") % {"time": f"{local:%H:%M}"}
    return day(local)
