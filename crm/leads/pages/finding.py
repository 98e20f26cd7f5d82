"""The lead a page is about, and how the page is told that it changed."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from crm.accounts.may import person
from crm.leads.models import Lead
from crm.ui import answers


def lead_of(request: HttpRequest, pk: UUID) -> Lead:
    """The lead, if this person may see it; a 404 tells no one that it exists."""
    leads = Lead.objects.visible_to(person(request))
    return get_object_or_404(leads.select_related("assigned_to", "branch"), pk=pk)


def version_of(request: HttpRequest) -> int | None:
    """The version the form was filled in from, if it says so."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None  # noqa: PLR2004 - fits an int


def changed(lead: Lead, word: str) -> HttpResponse:
    """Done: the board and the lead's own page hear of it as if it came over the live socket."""
    return answers.done(word, lead=message(lead))


def message(lead: Lead) -> dict[str, Any]:
    return {"payload": {"about_type": "lead", "about_id": str(lead.pk)}}
