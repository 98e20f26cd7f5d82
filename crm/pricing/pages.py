"""The HTML door to prices: the calculator, what was given, and why."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm.accounts.may import may, person
from crm.accounts.models import Staff
from crm.customers.models import Customer
from crm.lib.paging import page
from crm.lib.problem import refused
from crm.lib.refusal import Refusal
from crm.pricing import explaining, rules, words
from crm.pricing.config import pricing_config
from crm.pricing.forms import Calculator
from crm.pricing.models import PriceQuote
from crm.ui import answers

NEWEST = ("-created_at", "-id")
PER_PAGE = 25


@may("pricing.view")
@require_safe
def pricing(request: HttpRequest) -> HttpResponse:
    """The calculator, and the prices given lately; a fragment of rows when a cursor is given."""
    staff = person(request)
    try:
        shown = _rows(staff, cursor=request.GET.get("cursor"))
    except Refusal as refusal:
        return refused(refusal)
    if "cursor" in request.GET and request.headers.get("HX-Request"):
        return render(request, "pricing/rows.html", shown)
    return render(request, "pricing/pricing.html", shown | _calculator(staff, Calculator()))


@may("pricing.view")
@require_safe
def worked_out(request: HttpRequest) -> HttpResponse:
    """What it costs as it is chosen so far. Nothing is saved."""
    form = Calculator(request.GET)
    priced = answers.carried_out(form, lambda: rules.price(form.asked))
    return render(request, "pricing/worked_out.html", _result(priced, form))


@may("pricing.quote")
@require_http_methods(["POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Give this price and keep it; with mistakes the page comes back as it was filled in."""
    by, form = person(request), Calculator(request.POST)
    quote = answers.carried_out(form, lambda: rules.quote(form.asked, by=by, branch=by.home_branch))
    if quote:
        messages.success(request, _("The price is kept."))
        return redirect("price-quote", pk=quote.pk)
    shown = _rows(by) | _calculator(by, form)
    return render(request, "pricing/pricing.html", shown, status=422)


@may("pricing.view")
@require_safe
def quote(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One price: why it is what it is, by the rules of then and by those of now."""
    staff = person(request)
    quotes = PriceQuote.objects.visible_to(staff).select_related("created_by", "branch")
    found = get_object_or_404(quotes, pk=pk)
    customers = Customer.objects.visible_to(staff)
    known = found.customer_id
    page_shown = {
        "quote": found,
        "customer": customers.filter(pk=known).first() if known else None,
        "repair": words.repair(found.repair_type),
        "waterfall": words.drawn([words.read(line) for line in found.lines]),
        "facts": explaining.facts(found.asked),
        "comparison": explaining.compared(found),
    }
    return render(request, "pricing/quote.html", page_shown)


def _rows(staff: Staff, *, cursor: str | None = None) -> dict[str, Any]:
    quotes = PriceQuote.objects.visible_to(staff).select_related("created_by", "branch")
    found = page(quotes, order=NEWEST, limit=PER_PAGE, cursor=cursor)
    rows = [(one, words.repair(one.repair_type)) for one in found.items]
    return {"quotes": rows, "more": found.next_cursor}


def _calculator(staff: Staff, form: Calculator) -> dict[str, Any]:
    columns = [
        {"label": _("Device")},
        {"label": _("Repair")},
        {"label": _("Price"), "numeric": "yes"},
        {"label": _("By")},
        {"label": _("Given")},
        {"label": _("Good until")},
    ]
    return {
        "form": form,
        "columns": columns,
        "may_quote": staff.can("pricing.quote"),
        "by_platform": pricing_config().source == "platform",
    }


def _result(priced: rules.Priced | None, form: Calculator) -> dict[str, Any]:
    drawn = words.waterfall(priced.price) if priced else None
    return {"priced": priced, "form": form, "waterfall": drawn}


urls = [
    path("pricing", pricing, name="pricing"),
    path("pricing/worked-out", worked_out, name="pricing-worked-out"),
    path("pricing/quotes", give, name="price-quotes"),
    path("pricing/quotes/<uuid:pk>", quote, name="price-quote"),
]
