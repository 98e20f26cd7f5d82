"""Somebody knows of a second record that no scan has found: they choose it, and it is merged."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from crm.accounts.may import may, person
from crm.customers import rules
from crm.customers.models import Customer
from crm.customers.search import search
from crm.lib.problem import refused
from crm.lib.refusal import Refusal

FOUND = 8


@may("customers.merge")
@require_http_methods(["GET", "POST"])
def merging(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET asks who else this is (`q` finds them); POST merges the chosen record into this one."""
    staff = person(request)
    rows = Customer.objects.visible_to(staff)
    customer = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        other = get_object_or_404(rows, pk=_id(request.POST.get("other")))
        return _merge(request, other, customer)
    if "q" not in request.GET:
        return render(request, "customers/merging.html", {"customer": customer})
    typed = request.GET["q"].replace("\0", "").strip()[:100]
    found = [one for one in search(typed, to=staff, enough=FOUND) if one.pk != pk]
    return render(request, "customers/found.html", {"found": found[:FOUND], "typed": typed})


def _merge(request: HttpRequest, other: Customer, customer: Customer) -> HttpResponse:
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None  # noqa: PLR2004 - fits an int
    try:
        rules.merge(other, into=customer, by=person(request), into_version=version)
    except Refusal as refusal:
        return refused(refusal)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": reverse("customer", args=[customer.pk])})
    return redirect("customer", customer.pk)


def _id(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        raise Http404 from None
