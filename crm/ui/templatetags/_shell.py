"""Tags of the page's frame: bundles, theme, navigation, the shop's name."""

from typing import Any

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse

from crm.lib.business import business
from crm.ui import bundles, navigation
from crm.ui.config import theme

register = template.Library()


@register.simple_tag
def bundle(name: str) -> str:
    """The address of a built file: `{% bundle "app.js" %}`."""
    return bundles.url(name)


@register.simple_tag
def theme_url() -> str:
    """The theme's stylesheet, under an address that changes with it."""
    return reverse("theme-css", args=[theme.version])


@register.simple_tag
def business_name() -> str:
    return business().name


@register.simple_tag
def business_locale() -> str:
    return business().locale


@register.simple_tag
def url_or_nothing(name: str, *args: Any) -> str:
    """The address of a view, or "" while its package is not there."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.inclusion_tag("ui/components/nav.html", takes_context=True)
def nav(context: Context) -> dict[str, Any]:
    """The left bar's entries."""
    request = context["request"]
    return {
        "links": navigation.links(navigation.MAIN, request),
        "settings": navigation.links((navigation.SETTINGS,), request),
    }


@register.inclusion_tag("ui/components/quick_actions.html", takes_context=True)
def quick_actions(context: Context) -> dict[str, Any]:
    """What this person can do from any page, in two keystrokes."""
    return {"links": navigation.links(navigation.ACTIONS, context["request"])}


@register.inclusion_tag("ui/components/settings_nav.html", takes_context=True)
def settings_nav(context: Context) -> dict[str, Any]:
    """The places inside Settings this person may open."""
    return {"links": navigation.links(navigation.SETTINGS_PAGES, context["request"])}


@register.inclusion_tag("ui/components/bottom_bar.html", takes_context=True)
def bottom_bar(context: Context) -> dict[str, Any]:
    """The phone's bar: the first places to go, and the door to the rest."""
    return {"links": navigation.links(navigation.MAIN, context["request"])[:4]}


@register.inclusion_tag("ui/components/commands.html", takes_context=True)
def commands(context: Context) -> dict[str, Any]:
    """What the palette can do from any page."""
    entries = (*navigation.MAIN, navigation.SETTINGS)
    return {"links": navigation.links(entries, context["request"])}
