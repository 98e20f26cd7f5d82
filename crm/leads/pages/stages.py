"""Moving a lead along, ending it, taking it back: each door calls one rule."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.accounts.may import may, person
from crm.leads import rules
from crm.leads.forms import Reason
from crm.leads.models import Lead
from crm.leads.pages.finding import changed, lead_of, message, version_of
from crm.ui import answers


@may("leads.edit")
@require_POST
def stage(request: HttpRequest, pk: UUID, to: str) -> HttpResponse:
    """Into another column of the board."""
    if to not in rules.MOVES:
        raise Http404
    lead = lead_of(request, pk)
    label = Lead.Qualification(to).label
    return answers.told(
        lambda: rules.MOVES[to](lead, by=person(request), version=version_of(request)),
        _("%(name)s is now %(stage)s.") % {"name": lead.name, "stage": str(label).lower()},
        lead=message(lead),
    )


@may("leads.edit")
@require_http_methods(["GET", "POST"])
def loss(request: HttpRequest, pk: UUID) -> HttpResponse:
    """They went elsewhere: why?"""
    lead = lead_of(request, pk)
    form = Reason.for_losing(request.POST or None)
    return _ended(request, lead, form, rules.lose, _("Mark as lost"))


@may("leads.edit")
@require_http_methods(["GET", "POST"])
def disqualification(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Not ours to fix: why?"""
    lead = lead_of(request, pk)
    form = Reason.for_disqualifying(request.POST or None)
    return _ended(request, lead, form, rules.disqualify, _("Disqualify"))


@may("leads.edit")
@require_POST
def reopening(request: HttpRequest, pk: UUID) -> HttpResponse:
    lead = lead_of(request, pk)
    return answers.told(
        lambda: rules.reopen(lead, by=person(request)),
        _("%(name)s is open again.") % {"name": lead.name},
        lead=message(lead),
    )


@may("leads.delete")
@require_http_methods(["GET", "POST"])
def deletion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hide the lead, after asking once."""
    lead = lead_of(request, pk)
    if request.method == "GET":
        return render(request, "leads/dialogs/delete.html", {"lead": lead})
    word = _("%(name)s is hidden. Restore it from the list of deleted leads.")
    response = answers.told(
        lambda: rules.delete(lead, by=person(request)),
        word % {"name": lead.name},
        lead=message(lead),
    )
    if f"/leads/{pk}" in request.headers.get("HX-Current-URL", ""):
        response["HX-Redirect"] = reverse("leads")  # its own page is a 404 from now on
    return response


@may("leads.delete")
@require_POST
def restoration(request: HttpRequest, pk: UUID) -> HttpResponse:
    by = person(request)
    lead = get_object_or_404(Lead.objects.hidden_from_lists(by), pk=pk)
    response = answers.told(
        lambda: rules.restore(lead, by=by),
        _("%(name)s is back.") % {"name": lead.name},
        lead=message(lead),
    )
    if response.status_code == HTTPStatus.NO_CONTENT:
        response.status_code = HTTPStatus.OK  # htmx swaps nothing on 204, and its row must go
    return response


def _ended(
    request: HttpRequest, lead: Lead, form: Reason, rule: Callable[..., Lead], title: str
) -> HttpResponse:
    """Ask for the reason in a dialog, then carry out the rule that needs it."""
    by = person(request)
    if answers.carried_out(form, lambda: rule(lead, reason=form.cleaned_data["reason"], by=by)):
        return changed(lead, _("%(name)s is closed.") % {"name": lead.name})
    page = {"lead": lead, "form": form, "title": title}
    return render(request, "leads/dialogs/reason.html", page, status=answers.status(form))
