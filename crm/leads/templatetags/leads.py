"""How shares and spans of time are written in reports about leads."""

from datetime import timedelta
from urllib.parse import urlencode

from django import template
from django.utils.translation import gettext as _

from crm.leads.models import Lead

register = template.Library()
HOUR, DAY = 60, 24 * 60


@register.filter
def percent(share: float | None) -> str:
    """0.382 as 38%; nothing known is a dash."""
    return "–" if share is None else f"{share * 100:.0f}%"


@register.filter
def span(length: timedelta | None) -> str:
    """`11 min`, `1 h 40 min`, `3.5 days`; nothing known is a dash."""
    if length is None:
        return "–"
    minutes = round(length.total_seconds() / 60)
    if minutes < HOUR:
        return _("%(n)d min") % {"n": minutes}
    if minutes < DAY:
        hours, rest = divmod(minutes, HOUR)
        if not rest:
            return _("%(h)d h") % {"h": hours}
        return _("%(h)d h %(m)d min") % {"h": hours, "m": rest}
    return _("%(n).1f days") % {"n": minutes / DAY}


@register.filter
def reason_value(value: str, feature: str) -> str:
    """What a score's reason saw, in words: `URGENT` as Urgent, `yes` as yes."""
    choices = {"urgency": Lead.Urgency, "source": Lead.Source}.get(feature)
    if choices is None:
        return {"yes": _("yes"), "no": _("no")}.get(value, value)
    return str(dict(choices.choices).get(value, value))


@register.filter
def column_words(columns: list[str]) -> str:
    """`["contact_info", "budget_range"]` as the contact details, the budget."""
    words = {
        "contact_info": _("the contact details"),
        "device_interest": _("the device"),
        "initial_needs": _("what they need"),
        "budget_range": _("the budget"),
        "estimated_value": _("the value"),
        "urgency_level": _("the urgency"),
        "source_type": _("the source"),
        "source_details": _("the source's details"),
    }
    return ", ".join(words.get(column, column) for column in columns)


@register.filter
def as_query(stored: dict[str, list[str]]) -> str:
    """A saved view's filters as a query string."""
    return urlencode(stored, doseq=True)
