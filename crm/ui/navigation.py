"""What the left bar and the command palette offer, in the order people work."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """One place to go. `counted` names the number beside it (see the view `nav-counts`)."""

    label: str | Promise
    url_name: str
    icon: str
    needs: str | None = None
    counted: str | None = None
    key: str = ""


@dataclass(frozen=True)
class Link:
    """An entry as this person, on this page, sees it."""

    entry: Entry
    href: str
    current: bool


MAIN = (
    Entry(_("Today"), "today", "align-left", counted="today"),
    Entry(_("Leads"), "leads", "square-kanban", needs="leads.view", counted="leads"),
    Entry(_("Bench"), "bookings", "wrench", needs="bookings.view", counted="bench"),
    Entry(_("Customers"), "customers", "user", needs="customers.view_own"),
    Entry(
        _("Follow-ups"),
        "follow-ups",
        "list-checks",
        needs="interactions.view",
        counted="follow-ups",
    ),
    Entry(_("Lifecycle"), "lifecycle", "trending-up", needs="customers.view_own"),
    Entry(_("Approvals"), "approvals", "inbox", needs="approvals.decide", counted="approvals"),
    Entry(_("Prices"), "pricing", "tag", needs="pricing.view"),
    Entry(_("Catalogue"), "catalogue", "smartphone", needs="catalogue.view"),
    Entry(_("Payments"), "payments", "banknote", needs="payments.view"),
    Entry(_("Insights"), "insights", "chart-column", needs="analytics.view_reports"),
)
# What can be done from every page; each opens a dialog.
ACTIONS = (
    Entry(_("Log a conversation"), "log-anything", "phone", needs="interactions.log", key="l"),
)
SETTINGS = Entry(_("Settings"), "settings", "settings")
SETTINGS_PAGES = (
    Entry(_("You"), "you", "user"),
    Entry(_("Sign-in and security"), "mfa_index", "shield-check"),
    Entry(_("Staff"), "staff", "users", needs="staff.manage"),
    Entry(_("Branches"), "branches", "store", needs="settings.view"),
    Entry(_("API keys"), "api-keys", "key-round", needs="staff.manage"),
    Entry(_("Configuration"), "configuration", "list-checks", needs="settings.view"),
    Entry(_("Lifecycle rules"), "lifecycle-rules", "trending-up", needs="settings.view"),
    Entry(_("RevivaTech"), "revivatech", "plug", needs="integrations.view"),
    Entry(_("Webhooks"), "webhooks", "webhook", needs="integrations.view"),
    Entry(_("Activity"), "activity", "history", needs="activity.view"),
    Entry(_("Health"), "health", "activity", needs="settings.view"),
    Entry(_("Design system"), "design", "sparkles", needs="settings.view"),
)


def links(entries: tuple[Entry, ...], request: HttpRequest) -> list[Link]:
    """The entries this person may open and this product has."""
    open_to = [(entry, _href(entry)) for entry in entries if _may(request, entry)]
    here = [(entry, href) for entry, href in open_to if href]
    # `/settings` and `/settings/team` both fit the team's page; the longer one says more.
    nearest = max((href for _, href in here if _holds(href, request.path)), key=len, default="")
    return [Link(entry, href, current=href == nearest) for entry, href in here]


def _href(entry: Entry) -> str | None:
    # An entry of a package that is not built yet is left out, not broken.
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return None


def _may(request: HttpRequest, entry: Entry) -> bool:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    return entry.needs is None or bool(user.can(entry.needs))


def _holds(href: str, path: str) -> bool:
    return path == href or (href != "/" and path.startswith(f"{href.rstrip('/')}/"))
