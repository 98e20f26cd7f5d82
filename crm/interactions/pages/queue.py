"""The work queue: what was promised to leads and customers and is still open."""

from typing import Any, get_args
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.accounts.models import Staff
from crm.interactions.due import EVERYONE, MINE, NOBODY, Whose, counts, due, midnight, rights
from crm.leads.later import CHOICES
from crm.lib.problem import refused
from crm.lib.refusal import Refusal

PER_PAGE = 30


@may("interactions.view")
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The whole page; what changes is fetched again by itself."""
    return _answer(request, "interactions/queue.html")


@may("interactions.view")
@require_safe
def part(request: HttpRequest) -> HttpResponse:
    """The list alone, or its next page."""
    more = "cursor" in request.GET
    return _answer(request, f"interactions/queue_{'rows' if more else 'list'}.html")


def _answer(request: HttpRequest, template: str) -> HttpResponse:
    staff = person(request)
    whose, planned = _asked(request)
    before = None if planned else midnight()
    cursor = request.GET.get("cursor")
    try:
        found = due(staff, whose=whose, before=before, limit=PER_PAGE, cursor=cursor)
    except Refusal as refusal:
        return refused(refusal)
    page: dict[str, Any] = {
        "promises": found.items,
        "here": _href(whose, planned, name="follow-ups-list"),
        "planned": planned,
        "later": CHOICES,
        **rights(staff),
    }
    if found.next_cursor:
        page["more"] = _href(whose, planned, name="follow-ups-list", cursor=found.next_cursor)
    if not cursor:
        page |= _filters(staff, whose, planned)
    return render(request, template, page)


def _asked(request: HttpRequest) -> tuple[Whose, bool]:
    """Whose promises, and whether those of later days too; anything else means one's own today."""
    asked = request.GET.get("whose", MINE)
    whose: Whose = next((one for one in get_args(Whose) if one == asked), MINE)
    return whose, request.GET.get("when") == "planned"


def _filters(staff: Staff, whose: Whose, planned: bool) -> dict[str, Any]:
    before = None if planned else midnight()
    names = {MINE: _("Mine"), EVERYONE: _("Everyone's"), NOBODY: _("Nobody's")}
    numbers = counts(staff, {name: {"whose": name, "before": before} for name in names})
    return {
        "people": [
            {"label": label, "number": numbers[name], "href": _href(name, planned)}
            | {"current": name == whose}
            for name, label in names.items()
        ],
        "times": [
            {"label": label, "href": _href(whose, later), "current": later == planned}
            for label, later in ((_("Due today"), False), (_("All planned"), True))
        ],
    }


def _href(whose: str, planned: bool, *, name: str = "follow-ups", **more: str) -> str:
    query = {"whose": whose} | ({"when": "planned"} if planned else {}) | more
    return f"{reverse(name)}?{urlencode(query)}"
