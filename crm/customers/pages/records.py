"""The list of customers, and changing one fact of one of them.

Their own page joins what other packages know of them, so it stands in `dashboard`.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from crm.accounts.may import may, person
from crm.customers import rules
from crm.customers.editable import FACTS, SENSITIVE
from crm.customers.models import Customer
from crm.customers.search import search
from crm.lib.paging import capped_count, page
from crm.lib.problem import refused
from crm.lib.refusal import Refusal
from crm.ui import inline

PER_PAGE = 50


@may("customers.view_own")
@require_safe
def customers(request: HttpRequest) -> HttpResponse:
    """Everybody by family name, or those somebody looks for."""
    staff, text = person(request), request.GET.get("q", "").replace("\0", "").strip()[:100]
    rows = Customer.objects.visible_to(staff)
    if text:
        shown: dict[str, Any] = {"customers": search(text, to=staff, enough=PER_PAGE)}
    else:
        try:
            found = page(
                rows, order=("sort_name", "id"), limit=PER_PAGE, cursor=request.GET.get("cursor")
            )
        except Refusal as refusal:
            return refused(refusal)
        shown = {"customers": found.items, "more": found.next_cursor}
    if "cursor" in request.GET and request.headers.get("HX-Request"):
        return render(request, "customers/rows.html", shown)
    number = len(shown["customers"]) if text else capped_count(rows)
    return render(request, "customers/list.html", shown | {"q": text, "number": number})


@may("customers.edit_profile")
@require_safe
def fact(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    return inline.show(request, _customer(request, pk), _fact(request, name))


@may("customers.edit_profile")
@require_safe
def fact_form(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    return inline.ask(request, _customer(request, pk), _fact(request, name))


@may("customers.edit_profile")
@require_POST
def fact_change(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    customer = _customer(request, pk)

    def save(changes: dict[str, Any], version: int | None) -> Customer:
        return rules.edit(customer, changes, by=person(request), version=version)

    told = {"payload": {"about_type": "customer", "about_id": str(pk)}}
    return inline.change(request, customer, _fact(request, name), save, customer=told)


def _fact(request: HttpRequest, name: str) -> inline.Fact:
    if name in SENSITIVE and not person(request).can("customers.view_sensitive"):
        raise PermissionDenied
    return inline.one_of(FACTS, name)


def _customer(request: HttpRequest, pk: UUID) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(person(request)), pk=pk)
