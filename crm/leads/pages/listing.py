"""The list of leads: filter, sort, page, and give many to somebody at once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from crm.accounts.may import may, person
from crm.accounts.models import SavedView, Staff
from crm.leads import rules
from crm.leads.cards import UNSHOWN, cards
from crm.leads.listing import NOBODY, SORTS, Wanted, narrowed
from crm.leads.models import Lead
from crm.leads.models.lead import LeadQuerySet
from crm.leads.pages.filters import list_filters
from crm.lib.paging import MOST, capped_count, page
from crm.lib.problem import problem, refused
from crm.lib.refusal import Refusal

PER_PAGE = 50
SAVED_AS = "leads"


@may("leads.view")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every lead, or those the filters leave; a fragment of rows when a cursor is given."""
    staff, wanted = person(request), Wanted.read(request.GET)
    leads = narrowed(Lead.objects.visible_to(staff), wanted, to=staff)
    try:
        shown = _rows(request, leads, wanted)
    except Refusal as refusal:
        return refused(refusal)
    if "cursor" in request.GET and request.headers.get("HX-Request"):
        return render(request, "leads/rows.html", shown)
    return render(request, "leads/list.html", shown | _around(staff, wanted, leads))


@may("leads.delete")
@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """Leads that were hidden, the latest first, each with a way back."""
    staff = person(request)
    leads = Lead.objects.hidden_from_lists(staff).order_by("-deleted_at", "-pk")
    return render(request, "leads/deleted.html", {"leads": leads[:MOST]})


@may("leads.assign")
@require_POST
def assignments(request: HttpRequest) -> HttpResponse:
    """Give the ticked leads to somebody: all of them or none."""
    by = person(request)
    ids = [pk for text in request.POST.getlist("lead")[:MOST] if (pk := _uuid(text))]
    leads = list(Lead.objects.visible_to(by).filter(pk__in=ids))
    to, problem_found = _assignee(request.POST.get("to", ""), by)
    if not leads or problem_found:
        return problem(422, problem_found or _("Tick at least one lead first."))
    try:
        number = rules.assign_many(leads, to, by=by)
    except Refusal as refusal:
        return refused(refusal)
    word = ngettext("%(n)d lead changed hands.", "%(n)d leads changed hands.", number)
    messages.success(request, word % {"n": number})
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})


def _rows(request: HttpRequest, leads: LeadQuerySet, wanted: Wanted) -> dict[str, Any]:
    leads = leads.select_related("assigned_to").defer(*UNSHOWN)
    found = page(leads, order=wanted.order, limit=PER_PAGE, cursor=request.GET.get("cursor"))
    return {
        "wanted": wanted,
        "cards": cards(found.items, to=person(request)),
        "more": found.next_cursor,
        "may_assign": person(request).can("leads.assign"),
    }


def _around(staff: Staff, wanted: Wanted, leads: LeadQuerySet) -> dict[str, Any]:
    """What stands around the rows: filters, saved views, people, columns."""
    chosen = wanted.sort or "score"
    people = Staff.objects.visible_to(staff).active().order_by("name")
    return {
        "number": capped_count(leads),
        "filters": list_filters(wanted),
        "people": people,
        "views": SavedView.objects.visible_to(staff).on(SAVED_AS),
        "page_name": SAVED_AS,
        "nobody": NOBODY,
        "sorts": [
            (key, label, wanted.but(sort=key).query, key == chosen) for key, label in _sorts()
        ],
        "columns": _columns(wanted, chosen),
        "may_export": staff.can("analytics.export_data"),
        "may_delete": staff.can("leads.delete"),
    }


def _sorts() -> list[tuple[str, str]]:
    labels = {
        "score": _("Score"),
        "created": _("Newest"),
        "due": _("Next follow-up"),
        "value": _("Value"),
        "name": _("Name"),
    }
    return [(key, labels[key]) for key in SORTS]


def _columns(wanted: Wanted, chosen: str) -> list[dict[str, str]]:
    """The heads over the rows; those that sort are links."""
    heads = [
        (_("Name"), "name"),
        (_("Needs"), ""),
        (_("Score"), "score"),
        (_("Stage"), ""),
        (_("Next"), "due"),
        (_("Value"), "value"),
        (_("With"), ""),
        (_("Came in"), "created"),
    ]
    columns = []
    for label, key in heads:
        falls = key and SORTS[key][0].startswith("-")
        columns.append(
            {
                "label": label,
                "href": wanted.but(sort=key).query if key else "",
                "numeric": "yes" if key == "value" else "",
                "sorted": ("descending" if falls else "ascending") if key == chosen else "",
            }
        )
    return columns


def _assignee(text: str, by: Staff) -> tuple[Staff | None, str]:
    if text == NOBODY:
        return None, ""
    pk = _uuid(text)
    staff = Staff.objects.visible_to(by).active().filter(pk=pk).first() if pk else None
    return staff, "" if staff else _("Choose who gets them.")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
