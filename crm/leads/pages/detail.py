"""The page of one lead: what happened on the left, what we know on the right."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.accounts.models import Staff
from crm.consent import rules as consent
from crm.customers.models import Customer
from crm.leads.cards import line
from crm.leads.config import scoring_config
from crm.leads.editable import FACTS, NEED, PERSON, WORTH
from crm.leads.models import FollowUp, Lead
from crm.leads.pages.finding import lead_of
from crm.leads.reaching import reach
from crm.lib import clock
from crm.ui.inline import Fact

STRONGEST = 6


@may("leads.view")
@require_safe
def lead(request: HttpRequest, pk: UUID) -> HttpResponse:
    return render(request, "leads/lead.html", _page(request, lead_of(request, pk)))


@may("leads.view")
@require_safe
def side(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything on the page that a change can move, except the timeline."""
    return render(request, "leads/fresh.html", _page(request, lead_of(request, pk)))


def _page(request: HttpRequest, lead: Lead) -> dict[str, Any]:
    by = person(request)
    return {
        "lead": lead,
        "line": line(lead),
        "band": scoring_config().bands.of(lead.lead_score),
        "score": round(lead.lead_score),
        "reasons": lead.score_reasons[:STRONGEST],
        "reach": reach(lead),
        "groups": [(title, _facts(names, lead)) for title, names in _groups()],
        "facts_at": f"/leads/{lead.pk}/facts/",
        "follow_ups": FollowUp.objects.filter(lead=lead, done_at=None).order_by("due_at"),
        "now": clock.now(),
        "alike": _visible(lead.looks_like_id, by),
        "customer": _visible(lead.converted_customer_id, by),
        "consents": _consents(lead),
        "may_edit": by.can("leads.edit") and lead.is_open,
        "can": {
            "edit": by.can("leads.edit"),
            "assign": by.can("leads.assign"),
            "delete": by.can("leads.delete"),
            "log": by.can("interactions.log"),
        },
    }


def _groups() -> list[tuple[str, tuple[str, ...]]]:
    return [(_("Person"), PERSON), (_("What they need"), NEED), (_("Worth"), WORTH)]


def _facts(names: tuple[str, ...], lead: Lead) -> list[tuple[Fact, str]]:
    return [(FACTS[name], FACTS[name].shown(lead)) for name in names]


def _visible(customer_id: UUID | None, by: Staff) -> Customer | None:
    if customer_id is None:
        return None
    return Customer.objects.visible_to(by).filter(pk=customer_id).first()


def _consents(lead: Lead) -> list[tuple[str, consent.Verdict]]:
    """May we write or call for news and offers? One line for each address we have."""
    asked = []
    if lead.email:
        asked.append((_("Email news"), "EMAIL", lead.email))
    if lead.phone:
        asked.append((_("SMS offers"), "SMS", lead.phone))
    return [
        (label, consent.may_contact_address(address, channel, "MARKETING"))
        for label, channel, address in asked
    ]
