"""One customer, whole: who they are, how they may be reached, where they stand, what happened."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.consent import rules as consent
from crm.customers.editable import FACTS, PERSON, PLACE
from crm.customers.models import ContactPoint, Customer
from crm.leads.cards import cards
from crm.leads.models import Lead
from crm.lifecycle.models import Lifecycle, StageMove
from crm.ui.inline import Fact

MOST_LEADS = 20
TONES = {"PROSPECT": "accent", "CUSTOMER": "success", "RETENTION": "warning", "ADVOCACY": "purple"}


@may("customers.view_own")
@require_safe
def customer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An old link to somebody who was merged leads to whoever is left."""
    try:
        return render(request, "dashboard/customer.html", _page(request, pk))
    except Http404:
        into = Customer.objects.visible_to(person(request)).filter(merged=pk).first()
        if into is None:
            raise
        return redirect("customer", into.pk)


@may("customers.view_own")
@require_safe
def side(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The facts at the right, fetched again when they change."""
    return render(request, "dashboard/customer_side.html", _page(request, pk))


def _page(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    staff = person(request)
    customer = get_object_or_404(Customer.objects.visible_to(staff), pk=pk)
    lifecycle = Lifecycle.objects.filter(customer=customer).first()
    leads = Lead.objects.visible_to(staff).filter(converted_customer=customer)
    newest = leads.select_related("assigned_to").order_by("-created_at", "-pk")[:MOST_LEADS]
    return {
        "customer": customer,
        "lifecycle": lifecycle,
        "tone": TONES.get(lifecycle.current_stage, "") if lifecycle else "",
        "moves": StageMove.objects.filter(customer=customer).order_by("-moved_at", "-pk"),
        "groups": [(title, _facts(names, customer)) for title, names in _groups()],
        "notes": (FACTS["customer_notes"], FACTS["customer_notes"].shown(customer)),
        "facts_at": f"/customers/{customer.pk}/facts/",
        "points": ContactPoint.objects.filter(customer=customer, is_primary=False),
        "consents": _consents(customer),
        "leads": cards(newest, to=staff) if staff.can("leads.view") else [],
        "may_edit": staff.can("customers.edit_profile"),
        "sees_notes": staff.can("customers.view_sensitive"),
        "may_log": staff.can("interactions.log"),
    }


def _groups() -> list[tuple[str, tuple[str, ...]]]:
    return [(_("Person"), PERSON), (_("Where"), PLACE)]


def _facts(names: tuple[str, ...], customer: Customer) -> list[tuple[Fact, str]]:
    return [(FACTS[name], FACTS[name].shown(customer)) for name in names]


def _consents(customer: Customer) -> list[tuple[str, consent.Verdict]]:
    asked = ((_("Email news"), "EMAIL"), (_("SMS offers"), "SMS"))
    return [
        (label, consent.may_contact(customer, channel, "MARKETING")) for label, channel in asked
    ]
