"""The HTML door to the catalogue: looked through, looked up, corrected."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm.accounts.may import may, person
from crm.catalogue import rules
from crm.catalogue.forms import ChangedModel, NewModel, as_typed, specified
from crm.catalogue.models import DeviceBrand, DeviceCategory, DeviceModel
from crm.catalogue.search import SUGGESTED, search
from crm.lib.paging import capped_count, page
from crm.lib.problem import refused
from crm.lib.refusal import Refusal
from crm.lib.typed import typed
from crm.ui import answers

PER_PAGE = 50


@may("catalogue.view")
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Models by make and name, of one category or make, or those somebody looks for."""
    wanted = {name: typed(request.GET, name) for name in ("q", "category", "brand")}
    rows = DeviceModel.objects.on_offer().select_related("brand", "category")
    for name in ("category", "brand"):
        if wanted[name]:
            rows = rows.filter(**{f"{name}__slug": wanted[name]})
    shown: dict[str, Any] = {"models": search(wanted["q"], among=rows, enough=PER_PAGE)}
    if not wanted["q"]:
        try:
            cursor = request.GET.get("cursor")
            found = page(rows, order=("search_name", "id"), limit=PER_PAGE, cursor=cursor)
        except Refusal as refusal:
            return refused(refusal)
        shown = {"models": found.items, "more": _address(wanted, cursor=found.next_cursor)}
        if cursor and request.headers.get("HX-Request"):
            return render(request, "catalogue/rows.html", shown)
    number = len(shown["models"]) if wanted["q"] else capped_count(rows)
    shown |= {"wanted": wanted, "number": number, "filters": _categories(wanted)}
    shown |= {"brands": _brands(wanted), "may_edit": person(request).can("catalogue.edit")}
    return render(request, "catalogue/catalogue.html", shown)


@may("catalogue.view")
@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Models that what is typed into `label` may mean, for forms that ask for a device."""
    found = search(typed(request.GET, "label"), enough=SUGGESTED)
    return render(request, "catalogue/suggestions.html", {"models": found})


@may("catalogue.view")
@require_safe
def model(request: HttpRequest, model: UUID) -> HttpResponse:
    """One model: what it is, what usually ails it, what a repair comes to."""
    row = _model(model)
    shown = {
        "model": row,
        "facts": specified(row),
        "may_edit": person(request).can("catalogue.edit"),
    }
    return render(request, "catalogue/model.html", shown)


@may("catalogue.edit")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form; with mistakes it comes back with every word still in it."""
    form = NewModel(request.POST or None, initial={"category": typed(request.GET, "category")})
    if form.is_bound:
        row = answers.carried_out(form, lambda: rules.add_model(form.card(), by=person(request)))
        if row:
            messages.success(request, _("%(name)s is in the catalogue.") % {"name": row})
            return redirect("catalogue-model", row.pk)
    return render(request, "catalogue/form.html", {"form": form}, status=answers.status(form))


@may("catalogue.edit")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, model: UUID) -> HttpResponse:
    """Correct a model; from then on neither files nor imports overwrite it."""
    row = _model(model)
    form = ChangedModel(request.POST or None, initial=as_typed(row))
    if form.is_bound:
        changed = answers.carried_out(
            form,
            lambda: rules.edit_model(
                row,
                form.changes(),
                by=person(request),
                version=form.cleaned_data["version"],
            ),
        )
        if changed:
            messages.success(request, _("Saved."))
            return redirect("catalogue-model", row.pk)
    shown = {"form": form, "model": row}
    return render(request, "catalogue/form.html", shown, status=answers.status(form))


def _model(key: UUID) -> DeviceModel:
    return get_object_or_404(DeviceModel.objects.select_related("brand", "category"), pk=key)


def _categories(wanted: dict[str, str]) -> list[dict[str, Any]]:
    rows = DeviceCategory.objects.filter(is_active=True).order_by("sort_order", "name")
    named = [("", _("Everything")), *rows.values_list("slug", "name")]
    return [
        {
            "label": name,
            "href": _address(wanted | {"category": slug, "brand": ""}),
            "current": slug == wanted["category"],
        }
        for slug, name in named
    ]


def _brands(wanted: dict[str, str]) -> list[DeviceBrand]:
    offered = DeviceModel.objects.on_offer()
    if wanted["category"]:
        offered = offered.filter(category__slug=wanted["category"])
    return list(DeviceBrand.objects.filter(pk__in=offered.values("brand")).order_by("name"))


def _address(wanted: dict[str, str], **more: str | None) -> str:
    """This page with these filters; nothing, when there is no further page."""
    if "cursor" in more and not more["cursor"]:
        return ""
    asked = {name: value for name, value in (wanted | more).items() if value}
    return f"{reverse('catalogue')}?{urlencode(asked)}" if asked else reverse("catalogue")


urls = [
    path("catalogue", catalogue, name="catalogue"),
    path("catalogue/suggestions", suggestions, name="catalogue-suggestions"),
    path("catalogue/models/new", new, name="catalogue-new"),
    path("catalogue/models/<uuid:model>", model, name="catalogue-model"),
    path("catalogue/models/<uuid:model>/change", change, name="catalogue-change"),
]
