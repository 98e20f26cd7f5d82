"""Logging from anywhere: first who it was with, then what was said."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.accounts.models import Staff
from crm.customers import search as customers
from crm.interactions.forms import TYPES
from crm.leads import search as leads
from crm.lib.typed import typed
from crm.ui.templatetags._values import phone

MOST = 8


@dataclass(frozen=True)
class Somebody:
    """Somebody found; `opens` is the dialog that logs with them."""

    opens: str
    title: str
    detail: str
    icon: str


@may("interactions.log")
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The dialog that asks who."""
    kind = request.GET.get("type", "")
    page = {"kind": kind if kind in TYPES else "CALL"}
    return render(request, "interactions/choose.html", page)


@may("interactions.log")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Customers first, then leads who are not customers yet."""
    kind = request.GET.get("type", "")
    query = urlencode({"type": kind if kind in TYPES else "CALL"})
    found = _found(typed(request.GET, "q"), person(request), query)
    return render(request, "interactions/people.html", {"options": found})


def _found(text: str, to: Staff, query: str) -> list[Somebody]:
    options = [
        Somebody(
            opens=f"{reverse('customer-interaction', args=[customer.pk])}?{query}",
            title=customer.name,
            detail=customer.company or customer.email or phone(customer.phone),
            icon="user",
        )
        for customer in customers.search(text, to=to)
    ]
    if to.can("leads.view"):
        options += [
            Somebody(
                opens=f"{reverse('lead-interaction', args=[lead.pk])}?{query}",
                title=lead.name,
                detail=_("%(stage)s lead") % {"stage": lead.stage_label},
                icon="square-kanban",
            )
            for lead in leads.search(text, to=to)
            if lead.converted_customer_id is None  # whoever is a customer stands above
        ]
    return options[:MOST]
