"""Promising to get back to somebody, saying what came of it, and who does the work."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.accounts.may import may, person
from crm.leads import rules
from crm.leads.forms import Assignee, Outcome, Schedule
from crm.leads.later import Later
from crm.leads.models import FollowUp
from crm.leads.pages.finding import changed, lead_of, message
from crm.lib.problem import problem
from crm.ui import answers
from crm.ui.templatetags._values import day


@may("leads.edit")
@require_http_methods(["GET", "POST"])
def schedule(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The dialog that plans a follow-up."""
    lead, by = lead_of(request, pk), person(request)
    form = Schedule(request.POST or None)
    if answers.carried_out(
        form, lambda: rules.schedule_follow_up(lead, **form.cleaned_data, by=by)
    ):
        return changed(lead, _("Planned. It stands on Today when the time comes."))
    page = {"lead": lead, "form": form}
    return render(request, "leads/dialogs/follow_up.html", page, status=answers.status(form))


@may("leads.edit")
@require_POST
def complete(request: HttpRequest, pk: UUID, follow_up: UUID) -> HttpResponse:
    """It was done, or is no longer needed."""
    lead, by = lead_of(request, pk), person(request)
    planned = get_object_or_404(FollowUp.objects.filter(lead=lead), pk=follow_up)
    form = Outcome(request.POST)
    if not form.is_valid():
        return problem(422, _("Choose what came of it."))
    return answers.told(
        lambda: rules.complete_follow_up(planned, by=by, outcome=form.cleaned_data["outcome"]),
        _("Noted."),
        undo=reverse("lead-follow-up-reopening", args=[pk, follow_up]),
        lead=message(lead),
    )


@may("leads.edit")
@require_POST
def postpone(request: HttpRequest, pk: UUID, follow_up: UUID) -> HttpResponse:
    """Not now, but at one of the usual times."""
    lead, by = lead_of(request, pk), person(request)
    planned = get_object_or_404(FollowUp.objects.filter(lead=lead), pk=follow_up)
    form = Later(request.POST)
    if not form.is_valid():
        return problem(422, _("Choose when."))
    return answers.told(
        lambda: rules.postpone_follow_up(planned, due_at=form.due_at, by=by),
        _("Moved to %(day)s.") % {"day": day(form.due_at)},
        lead=message(lead),
    )


@may("leads.edit")
@require_POST
def reopen(request: HttpRequest, pk: UUID, follow_up: UUID) -> HttpResponse:
    """It was the wrong button."""
    lead, by = lead_of(request, pk), person(request)
    planned = get_object_or_404(FollowUp.objects.filter(lead=lead), pk=follow_up)
    return answers.told(
        lambda: rules.reopen_follow_up(planned, by=by),
        _("It is due again."),
        lead=message(lead),
    )


@may("leads.assign")
@require_http_methods(["GET", "POST"])
def assignment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the lead to somebody who works at its branch."""
    lead, by = lead_of(request, pk), person(request)
    form = Assignee(request.POST or None, lead=lead)
    if answers.carried_out(
        form, lambda: rules.assign(lead, form.cleaned_data["assigned_to"], by=by)
    ):
        to = form.cleaned_data["assigned_to"]
        word = _("%(lead)s is with %(person)s now.") if to else _("%(lead)s is with nobody now.")
        return changed(lead, word % {"lead": lead.name, "person": to})
    page = {"lead": lead, "form": form}
    return render(request, "leads/dialogs/assign.html", page, status=answers.status(form))
