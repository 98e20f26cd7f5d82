"""The board of leads and its fragments."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.leads import analytics, board
from crm.leads.cards import cards
from crm.leads.listing import Wanted
from crm.leads.pages.filters import board_filters
from crm.lib import clock
from crm.lib.problem import refused
from crm.lib.refusal import Refusal

MOST_AT_ONCE = 50
TONES = {"UNQUALIFIED": "", "QUALIFYING": "warning", "QUALIFIED": "accent", "CONVERTED": "success"}


@may("leads.view")
@require_safe
def leads(request: HttpRequest) -> HttpResponse:
    """Active leads in three columns, and what converted this week."""
    staff, wanted = person(request), Wanted.read(request.GET)
    heads = board.heads(staff, wanted)
    columns = [_column(request, wanted, head) for head in heads.values()]
    page = {
        "wanted": wanted,
        "columns": columns,
        "filters": board_filters(wanted),
        "is_empty": not any(head.number for head in heads.values()),
        "may_edit": staff.can("leads.edit"),
    }
    return render(request, "leads/board.html", page)


@may("leads.view")
@require_safe
def more(request: HttpRequest, column: str) -> HttpResponse:
    """The next 50 cards of a column."""
    if column not in board.TITLES:
        raise Http404
    staff, wanted = person(request), Wanted.read(request.GET)
    try:
        page = board.column(staff, wanted, column, cursor=request.GET.get("cursor"))
    except Refusal as refusal:
        return refused(refusal)
    shown = {"key": column, "cards": cards(page.items, to=staff), "more": page.next_cursor}
    return render(request, "leads/cards.html", {"column": shown, "wanted": wanted})


@may("leads.view")
@require_safe
def changed(request: HttpRequest) -> HttpResponse:
    """The cards of leads that have just changed, and the heads over all columns.

    A lead asked for and not answered is no longer on this board.
    """
    staff, wanted = person(request), Wanted.read(request.GET)
    found = board.among(staff, wanted, _ids(request))
    page = {
        "cards": cards([lead for _stage, lead in found], to=staff),
        "columns": [
            {"head": head, "tone": TONES[key]} for key, head in board.heads(staff, wanted).items()
        ],
    }
    return render(request, "leads/changed.html", page)


@may("leads.view")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Conversion and first reply, at the right of the filters."""
    staff, now = person(request), clock.now()
    quarter = analytics.last_days(now, 90)
    page = {
        "conversion": analytics.conversion(staff, *analytics.judged_days(now, 90)),
        "response": analytics.response_time(staff, *quarter),
    }
    return render(request, "leads/figures.html", page)


def _column(request: HttpRequest, wanted: Wanted, head: board.Head) -> dict[str, Any]:
    staff = person(request)
    page = board.column(staff, wanted, head.key) if head.number else None
    return {
        "head": head,
        "key": head.key,
        "tone": TONES[head.key],
        "cards": cards(page.items, to=staff) if page else [],
        "more": page.next_cursor if page else None,
    }


def _ids(request: HttpRequest) -> list[UUID]:
    ids = []
    for text in request.GET.getlist("id")[:MOST_AT_ONCE]:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return ids
