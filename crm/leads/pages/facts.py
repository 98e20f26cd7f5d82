"""Changing one fact of a lead where it stands."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from crm.accounts.may import may, person
from crm.leads import rules
from crm.leads.editable import FACTS
from crm.leads.models import Lead
from crm.leads.pages.finding import lead_of, message
from crm.ui import inline


@may("leads.edit")
@require_safe
def shown(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    return inline.show(request, lead_of(request, pk), inline.one_of(FACTS, name))


@may("leads.edit")
@require_safe
def form(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    return inline.ask(request, lead_of(request, pk), inline.one_of(FACTS, name))


@may("leads.edit")
@require_POST
def change(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    lead = lead_of(request, pk)

    def save(changes: dict[str, Any], version: int | None) -> Lead:
        return rules.edit(lead, changes, by=person(request), version=version)

    return inline.change(request, lead, inline.one_of(FACTS, name), save, lead=message(lead))
