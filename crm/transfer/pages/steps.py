"""One file: its columns, its dry run, bringing it in and taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.accounts.may import may, person
from crm.lib.refusal import Refusal
from crm.transfer import rules
from crm.transfer.models import Import
from crm.transfer.pages import ledger, mapping
from crm.transfer.rules.undoing import changed_since

MOST_CHANGED = 100
Status = Import.Status


@may("customers.import")
@require_safe
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    return render(request, "transfer/import.html", _shown(request, pk))


@may("customers.import")
@require_safe
def state(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The part of the page that moves; while something is at work it asks again."""
    return render(request, "transfer/state.html", _shown(request, pk))


@may("customers.import")
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which column fills what; asked again after a dry run, too."""
    found = _found(request, pk)
    wanted = mapping.Wanted.read(request.POST, found) if request.method == "POST" else None
    wrong = ""
    if wanted:
        try:
            rules.choose(
                found,
                by=person(request),
                mapping_chosen=wanted.mapping,
                date_orders=wanted.date_orders,
                source=wanted.source,
                on_match=wanted.on_match,
            )
            return redirect("import", pk=pk)
        except Refusal as refusal:
            wrong = refusal.message
    shown = mapping.shown(found, wanted) | {"wrong": wrong}
    return render(request, "transfer/columns.html", shown, status=422 if wrong else 200)


@may("customers.import")
@require_POST
def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        rules.apply(_found(request, pk), by=person(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("import", pk=pk)


@may("customers.import")
@require_http_methods(["GET", "HEAD", "POST"])
def undoing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What taking back would leave alone, because somebody changed it since; then do it."""
    found = _found(request, pk)
    if request.method == "POST":
        try:
            rules.undo(found, by=person(request), also=_chosen(request))
        except Refusal as refusal:
            messages.error(request, refusal.message)
        return redirect("import", pk=pk)
    if found.status != Status.DONE:
        messages.error(request, _("Only an import that was brought in can be taken back."))
        return redirect("import", pk=pk)
    changed = changed_since(found, limit=MOST_CHANGED + 1)
    shown = {"upload": found, "changed": changed[:MOST_CHANGED]}
    return render(
        request, "transfer/undoing.html", shown | {"is_more": len(changed) > MOST_CHANGED}
    )


def _chosen(request: HttpRequest) -> Any:
    if request.POST.get("all"):
        return "all"
    numbers = request.POST.getlist("row")[:MOST_CHANGED]
    return {int(number) for number in numbers if number.isdigit() and len(number) < 10}  # noqa: PLR2004 - fits an int


def _shown(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    found = _found(request, pk)
    return {"upload": found, "steps": Status, **ledger.shown(request, found)}


def _found(request: HttpRequest, pk: UUID) -> Import:
    rows = Import.objects.visible_to(person(request)).select_related("staff", "branch")
    return get_object_or_404(rows, pk=pk)
