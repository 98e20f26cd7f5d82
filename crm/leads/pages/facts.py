"""Changing one fact of a lead where it stands."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm.accounts.may import may, person
from crm.leads import rules
from crm.leads.editable import FACTS, Fact
from crm.leads.models import Lead
from crm.leads.pages.finding import lead_of, message, version_of
from crm.lib.refusal import Refusal, Stale
from crm.ui import answers


@may("leads.view")
@require_http_methods(["GET"])
def shown(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """The fact as it stands, ready to be changed."""
    return _shown(request, lead_of(request, pk), _fact(name))


@may("leads.edit")
@require_safe
def form(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """The fact as a field."""
    lead, fact = lead_of(request, pk), _fact(name)
    return _form(request, lead, fact, typed=None)


@may("leads.edit")
@require_http_methods(["POST"])
def change(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Save it; when somebody else was quicker, what was typed stays and theirs is shown."""
    lead, fact = lead_of(request, pk), _fact(name)
    typed = fact.form(request.POST, lead)
    if not typed.is_valid():
        return _form(request, lead, fact, typed=typed)
    changes = fact.changes(lead, typed.cleaned_data[name])
    try:
        lead = rules.edit(lead, changes, by=person(request), version=version_of(request))
    except Stale:
        now = fact.shown(lead) or _("nothing")
        sentence = _(
            "Somebody else changed this lead. It says “%(now)s” now; save again to keep yours."
        )
        return _form(request, lead, fact, typed=typed, refused=sentence % {"now": now}, status=412)
    except Refusal as refusal:
        return _form(request, lead, fact, typed=typed, refused=refusal.message, status=422)
    response = _shown(request, lead, fact)
    response["HX-Trigger"] = answers.told_to_page(lead=message(lead))
    return response


def _fact(name: str) -> Fact:
    if name not in FACTS:
        raise Http404
    return FACTS[name]


def _shown(request: HttpRequest, lead: Lead, fact: Fact) -> HttpResponse:
    return render(
        request, "leads/fact.html", {"lead": lead, "fact": fact, "value": fact.shown(lead)}
    )


def _form(
    request: HttpRequest,
    lead: Lead,
    fact: Fact,
    *,
    typed: forms.Form | None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    bound = typed or fact.form(None, lead)
    if bound.errors:
        status = 422
    page = {"lead": lead, "fact": fact, "bound": bound[fact.name], "refused": refused}
    return render(request, "leads/fact_form.html", page, status=status)
