"""Small inline components: icon, key, badge, score, avatar, form field."""

from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from crm.ui import bundles

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A line icon; decoration unless it is given a label."""
    described = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else SafeString('aria-hidden="true"')
    )
    return format_html(
        '<svg class="icon" {}><use href="{}#{}"></use></svg>',
        described,
        bundles.url("icons.svg"),
        name,
    )


@register.simple_tag
def key(name: str) -> SafeString:
    """A keyboard hint, for the eye only: the shortcut itself is a `data-key` attribute."""
    return format_html('<kbd class="key" aria-hidden="true">{}</kbd>', name)


@register.simple_tag
def badge(text: str, tone: str = "") -> SafeString:
    """A word about a thing; tones: accent, success, warning, danger, purple."""
    return format_html('<span class="badge" data-tone="{}">{}</span>', tone, text)


@register.inclusion_tag("ui/components/score.html")
def score(value: int | None, band: str = "") -> dict[str, Any]:
    """A score with the dot of its band: hot, warm, cold or none."""
    return {"value": value, "band": band}


@register.simple_tag
def avatar(initials: str, name: str = "") -> SafeString:
    """Somebody's initials; decoration unless it is given their name."""
    said = (
        format_html('role="img" aria-label="{0}" title="{0}"', name)
        if name
        else SafeString('aria-hidden="true"')
    )
    return format_html('<span class="avatar" {}>{}</span>', said, initials)


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, hint: str = "") -> dict[str, Any]:
    """A form field with its label, hint and errors tied to it for screen readers."""
    hint = str(hint or bound.help_text)
    # The ids are those Django itself gives to a help text and an error list.
    ids = [f"{bound.auto_id}_helptext"] if hint else []
    ids += [f"{bound.auto_id}_error"] if bound.errors else []
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(ids)} if ids else {}
    kind = getattr(bound.field.widget, "input_type", "")
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs=attrs),
        "hint": hint,
        "is_check": kind == "checkbox" and not getattr(bound.field, "choices", None),
        "is_group": bound.use_fieldset,
    }
