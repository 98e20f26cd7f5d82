"""Taking a lead in at the counter, with a word when we know them already."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm.accounts.may import may, person
from crm.customers import matching
from crm.customers.addresses import maybe_email, maybe_phone
from crm.customers.models import Customer
from crm.leads import rules
from crm.leads.forms import NewLead
from crm.leads.models import Lead
from crm.lib.typed import typed
from crm.ui import answers


@may("leads.create")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form; with mistakes it comes back with every word still in it."""
    by = person(request)
    start = {"source_type": Lead.Source.WALK_IN, "urgency_level": Lead.Urgency.MEDIUM}
    form = NewLead(request.POST or None, initial=start)
    if form.is_bound:
        lead = answers.carried_out(
            form, lambda: rules.create(_told(form.cleaned_data), by=by, branch=by.home_branch)
        )
        if lead:
            messages.success(request, _("%(name)s is on the board.") % {"name": lead.name})
            return redirect("lead", pk=lead.pk)
    return render(request, "leads/new.html", {"form": form}, status=answers.status(form))


@may("leads.create")
@require_safe
def known(request: HttpRequest) -> HttpResponse:
    """Does what is typed so far look like somebody? Another branch's people stay nameless."""
    by = person(request)
    matches = matching.find(
        name=typed(request.GET, "name", longest=255),
        email=maybe_email(request.GET.get("email", "")),
        phone=maybe_phone(request.GET.get("phone", "")),
    )
    visible = Customer.objects.visible_to(by).in_bulk([match.customer.pk for match in matches])
    page = {
        "customers": [match.customer for match in matches if match.customer.pk in visible],
        "elsewhere": any(match.customer.pk not in visible for match in matches),
        "leads": _open_leads(request, by),
    }
    return render(request, "leads/known.html", page)


def _open_leads(request: HttpRequest, by: Any) -> list[Lead]:
    """Active leads that left the same email or phone."""
    email = maybe_email(request.GET.get("email", ""))
    phone = maybe_phone(request.GET.get("phone", ""))
    leads = Lead.objects.visible_to(by).active()
    found: list[Lead] = []
    if email:
        found += leads.filter(email=email)[:3]
    if phone:
        found += leads.filter(phone=phone)[:3]
    return list({lead.pk: lead for lead in found}.values())


def _told(typed: dict[str, Any]) -> rules.NewLead:
    contact = {name: typed[name] for name in ("name", "phone", "email") if typed[name]}
    device = {name: typed[name] for name in ("brand", "model", "issue") if typed[name]}
    return rules.NewLead(
        source_type=typed["source_type"],
        contact_info=contact,
        device_interest=device,
        initial_needs=typed["initial_needs"],
        budget_range=typed["budget_range"],
        urgency_level=typed["urgency_level"],
    )
