"""One customer, whole: who they are, how they may be reached, where they stand, what happened."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.customers.models import Customer
from crm.dashboard import profile
from crm.dashboard.stories import part_of_story
from crm.dashboard.tabs import tabs_of
from crm.leads.cards import cards
from crm.leads.models import Lead

MOST_LEADS = 50


@may("customers.view_own")
@require_safe
def customer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An old link to somebody who was merged leads to whoever is left."""
    try:
        found = _customer(request, pk)
    except Http404:
        into = Customer.objects.visible_to(person(request)).filter(merged=pk).first()
        if into is None:
            raise
        return redirect("customer", into.pk)
    return render(request, "dashboard/customer.html", _page(request, found))


@may("customers.view_own")
@require_safe
def side(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The facts at the right, fetched again when they change."""
    shown = profile.side(_customer(request, pk), to=person(request))
    return render(request, "dashboard/customer_side.html", shown)


@may("leads.view")
@require_safe
def came_to_us(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The tab of the leads they were before they were a customer, the newest first."""
    staff, customer = person(request), _customer(request, pk)
    leads = Lead.objects.visible_to(staff).filter(converted_customer=customer)
    newest = leads.select_related("assigned_to").order_by("-created_at", "-pk")[:MOST_LEADS]
    shown = {"leads": cards(newest, to=staff)}
    return render(request, "dashboard/customer_leads.html", shown)


def _page(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """The first tab's content comes with the page; another one fetches its own."""
    staff = person(request)
    tabs = tabs_of(customer, to=staff, current=request.GET.get("tab", ""))
    page = profile.head(customer, to=staff) | profile.side(customer, to=staff) | {"tabs": tabs}
    current = next(tab for tab in tabs if tab.current)
    if current.tab.name == "timeline":
        return page | part_of_story(f"customer:{customer.pk}", to=staff)
    return page | {"fragment": current.fragment}


def _customer(request: HttpRequest, pk: UUID) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(person(request)), pk=pk)
