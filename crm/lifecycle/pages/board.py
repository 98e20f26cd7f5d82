"""The board of stages and its fragments."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.lib.problem import refused
from crm.lib.refusal import Refusal
from crm.lifecycle import board
from crm.lifecycle.cards import cards
from crm.lifecycle.listing import Wanted
from crm.lifecycle.pages.filters import filters
from crm.lifecycle.stats import went_on

MOST_AT_ONCE = 50


@may("customers.view_own")
@require_safe
def stages(request: HttpRequest) -> HttpResponse:
    """Customers in five columns, with the leads that count beside them."""
    staff, wanted = person(request), Wanted.read(request.GET)
    heads = board.heads(staff, wanted)
    page = {
        "wanted": wanted,
        "columns": [_column(request, wanted, head) for head in heads.values()],
        "filters": filters(wanted, to=staff),
        "is_empty": not any(head.number for head in heads.values()),
        "may_move": staff.can("lifecycle.edit"),
        "may_export": staff.can("analytics.export_data"),
    }
    return render(request, "lifecycle/board.html", page)


@may("customers.view_own")
@require_safe
def more(request: HttpRequest, stage: str) -> HttpResponse:
    """The next 50 cards of a column."""
    if stage not in board.STAGES:
        raise Http404
    staff, wanted = person(request), Wanted.read(request.GET)
    try:
        page = board.column(staff, wanted, stage, cursor=request.GET.get("cursor"))
    except Refusal as refusal:
        return refused(refusal)
    shown = {"key": stage, "cards": cards(page.items, to=staff), "more": page.next_cursor}
    return render(request, "lifecycle/cards.html", {"column": shown, "wanted": wanted})


@may("customers.view_own")
@require_safe
def changed(request: HttpRequest) -> HttpResponse:
    """The cards of customers who have just changed, and the heads over all columns."""
    staff, wanted = person(request), Wanted.read(request.GET)
    found = board.among(staff, wanted, _ids(request))
    page = {"cards": cards(found, to=staff), "heads": board.heads(staff, wanted).values()}
    return render(request, "lifecycle/changed.html", page)


@may("customers.view_own")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Who goes on: of all customers who were ever in a stage, the share that left it forwards.

    It asks all of history, so it comes after the board and not with it.
    """
    shares = went_on(person(request))
    page = {"shares": [(stage, shares.get(stage)) for stage in board.STAGES]}
    return render(request, "lifecycle/figures.html", page)


def _column(request: HttpRequest, wanted: Wanted, head: board.Head) -> dict[str, Any]:
    staff = person(request)
    page = board.column(staff, wanted, head.key) if head.here.customers else None
    return {
        "head": head,
        "key": head.key,
        "cards": cards(page.items, to=staff) if page else [],
        "more": page.next_cursor if page else None,
        "leads": board.leads_beside(staff, wanted, head.key) if head.here.leads else [],
    }


def _ids(request: HttpRequest) -> list[UUID]:
    ids = []
    for text in request.GET.getlist("id")[:MOST_AT_ONCE]:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return ids
