"""How a repair's kinds, statuses and dates are written for people."""

from datetime import datetime

from django import template

from crm.bookings.config import bookings_config
from crm.bookings.models import Status
from crm.catalogue.models import RepairType

register = template.Library()


@register.filter
def repair_words(repair_type: str) -> str:
    """`SCREEN_REPAIR` as Screen repair."""
    return str(dict(RepairType.choices).get(repair_type, repair_type))


@register.filter
def status_words(status: str) -> str:
    """`WAITING_PARTS` as waiting for parts, in this shop's words."""
    known = {one.value: words.label for one, words in bookings_config().statuses.items()}
    return known.get(status, status).lower()


@register.filter
def status_label(status: str) -> str:
    return bookings_config().statuses[Status(status)].label


@register.filter
def status_tone(status: str) -> str:
    return bookings_config().statuses[Status(status)].tone


@register.filter
def as_moment(written: str) -> datetime:
    """A moment as the log keeps it."""
    return datetime.fromisoformat(written)
