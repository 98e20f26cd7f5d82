"""Words for stages, and for what changed about a customer's life with the shop."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import gettext as _

from crm.lifecycle.models import Stage
from crm.lifecycle.tones import TONES

register = template.Library()


@register.filter
def life_changes(particulars: dict[str, Any]) -> str:
    """`{"fields": ["assigned_to"], "after": {...}}` as who looks after them to Tess."""
    after: dict[str, str | None] = particulars.get("after", {})
    words = {
        "assigned_to": _("who looks after them to %(value)s"),
        "estimated_value": _("the estimated value to £%(value)s"),
        "next_action_due": _("when to be in touch next"),
    }
    return ", ".join(
        words.get(field, field) % {"value": after.get(field) or _("nobody")}
        for field in particulars["fields"]
    )


@register.filter
def moment(text: str) -> datetime:
    """A moment out of an event's particulars."""
    return datetime.fromisoformat(text)


@register.filter
def stage_label(stage: str) -> str:
    return str(Stage(stage).label) if stage in Stage.values else stage


@register.filter
def stage_tone(stage: str) -> str:
    return TONES.get(stage, "")
