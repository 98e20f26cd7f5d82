"""How a repair's kinds, statuses and dates are written for people."""

from datetime import datetime

from django import template
from django.utils.translation import gettext as _

from crm.bookings.config import bookings_config
from crm.bookings.models import Fault, Part, Status
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


@register.filter
def part_words(status: str) -> str:
    return str(dict(Part.Status.choices).get(status, status)).lower()


@register.filter
def fault_words(decision: str) -> str:
    return str(dict(Fault.Decision.choices).get(decision, decision)).lower()


@register.filter
def booking_columns(columns: list[str]) -> str:
    """`["repair_type", "base_price"]` as the repair, the quoted price."""
    words = {
        "device": _("the device"),
        "repair_type": _("the repair"),
        "problem_description": _("the fault"),
        "urgency_level": _("the urgency"),
        "service_type": _("the service"),
        "base_price": _("the quoted price"),
        "final_price": _("the final price"),
        "preferred_date": _("the preferred date"),
        "scheduled_date": _("the appointment"),
        "estimated_completion": _("the estimate"),
        "device_condition": _("the condition"),
        "photo_urls": _("the photos"),
        "internal_notes": _("the internal notes"),
        "customer_notes": _("the customer's notes"),
    }
    return ", ".join(words.get(column, column) for column in columns)
