"""The bench board and its fragments."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.accounts.models import Branch, Staff
from crm.bookings import bench
from crm.bookings.bench import NOBODY, Wanted
from crm.bookings.cards import Card, cards
from crm.bookings.models import Booking
from crm.lib.problem import refused
from crm.lib.refusal import Refusal

MOST_AT_ONCE = 50


@may("bookings.view")
@require_safe
def bookings(request: HttpRequest) -> HttpResponse:
    """Open repairs in columns, and what was completed this week."""
    staff, wanted = person(request), Wanted.read(request.GET)
    columns = _filled(staff, wanted)
    page = {
        "wanted": wanted,
        "columns": columns,
        "filters": _filters(staff, wanted),
        "is_empty": not any(column["head"].number for column in columns),
        "may_edit": staff.can("bookings.edit"),
        "may_create": staff.can("bookings.create"),
    }
    return render(request, "bookings/board.html", page)


@may("bookings.view")
@require_safe
def more(request: HttpRequest, column: str) -> HttpResponse:
    """The next cards of a column."""
    staff, wanted = person(request), Wanted.read(request.GET)
    try:
        found = bench.column(staff, wanted, column, cursor=request.GET.get("cursor"))
    except Refusal as refusal:
        return refused(refusal)
    shown = {"key": column, "cards": _cards(found.items, wanted), "more": found.next_cursor}
    return render(request, "bookings/cards.html", {"column": shown, "wanted": wanted})


@may("bookings.view")
@require_safe
def changed(request: HttpRequest) -> HttpResponse:
    """The cards of repairs that have just changed, and the heads over all columns.

    A repair asked for and not answered is no longer on this board.
    """
    staff, wanted = person(request), Wanted.read(request.GET)
    page = {
        "cards": _cards(bench.among(staff, wanted, _ids(request)), wanted),
        "columns": [{"head": column} for column in bench.columns(staff, wanted)],
    }
    return render(request, "bookings/changed.html", page)


@may("bookings.view")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Promises kept and broken, at the right of the filters."""
    staff, wanted = person(request), Wanted.read(request.GET)
    kept, made = bench.on_time(staff, wanted)
    page = {
        "kept": kept,
        "made": made,
        "percent": round(kept * 100 / made) if made else None,
        "late": bench.late(staff, wanted),
    }
    return render(request, "bookings/figures.html", page)


def _filled(staff: Staff, wanted: Wanted) -> list[dict[str, Any]]:
    """Every column with its head and first cards; the cards of all are made at once."""
    heads = bench.columns(staff, wanted)
    pages = {head.key: bench.column(staff, wanted, head.key) for head in heads if head.number}
    ready: dict[str, list[Card]] = {head.key: [] for head in heads}
    for card in _cards([row for one in pages.values() for row in one.items], wanted):
        ready[card.column].append(card)
    return [
        {
            "head": head,
            "key": head.key,
            "cards": ready[head.key],
            "more": pages[head.key].next_cursor if head.key in pages else None,
        }
        for head in heads
    ]


def _cards(bookings: list[Booking], wanted: Wanted) -> list[Card]:
    return cards(bookings, {row.pk: bench.column_of(row, wanted) for row in bookings})


def _filters(staff: Staff, wanted: Wanted) -> list[dict[str, Any]]:
    views = [("", _("By status")), ("person", _("By technician")), ("branch", _("By branch"))]
    branches = list(Branch.objects.visible_to(staff).active().order_by("name")[:100])
    if len(branches) < 2:  # noqa: PLR2004 - nothing to compare
        views = views[:-1]
    shown = [
        {"label": label, "href": _at(wanted.but(by=by)), "is_set": wanted.by == by}
        for by, label in views
    ]
    shown.append(_people(staff, wanted))
    if len(branches) > 1:
        shown.append(_places(branches, wanted))
    late = wanted.but(late="" if wanted.late else "1")
    return [*shown, {"label": _("Late"), "href": _at(late), "is_set": bool(wanted.late)}]


def _people(staff: Staff, wanted: Wanted) -> dict[str, Any]:
    people = [(str(one.pk), one.name) for one in bench.technicians(staff, wanted)]
    choices = [("", _("Anybody")), (NOBODY, _("Nobody yet")), *people]
    if staff.can("bookings.edit") and str(staff.pk) not in dict(people):
        choices.insert(1, (str(staff.pk), _("Mine")))
    return _choice(_("Technician"), choices, wanted, "technician")


def _places(branches: list[Branch], wanted: Wanted) -> dict[str, Any]:
    choices = [("", _("Every branch")), *((str(one.pk), one.name) for one in branches)]
    return _choice(_("Branch"), choices, wanted, "branch")


def _choice(
    label: str, choices: list[tuple[str, str]], wanted: Wanted, name: str
) -> dict[str, Any]:
    now = getattr(wanted, name)
    return {
        "label": dict(choices).get(now, label) if now else label,
        "is_set": bool(now),
        "choices": [
            (text, _at(wanted.but(**{name: value})), value == now) for value, text in choices
        ],
    }


def _at(wanted: Wanted) -> str:
    return f"/bookings{wanted.query}"


def _ids(request: HttpRequest) -> list[UUID]:
    found = (bench.uuid_of(text) for text in request.GET.getlist("id")[:MOST_AT_ONCE])
    return [pk for pk in found if pk]
