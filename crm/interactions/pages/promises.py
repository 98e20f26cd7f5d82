"""Saying what came of a promise to a customer, or moving it; a lead's has doors of its own."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.accounts.may import may, person
from crm.interactions import rules
from crm.interactions.models import Interaction
from crm.leads.forms import Outcome
from crm.leads.later import Later
from crm.lib.problem import problem
from crm.ui import answers
from crm.ui.templatetags._values import day


@may("interactions.log")
@require_POST
def complete(request: HttpRequest, interaction: UUID) -> HttpResponse:
    """It was done, or is no longer needed."""
    row, by = seen(request, interaction), person(request)
    form = Outcome(request.POST)
    if not form.is_valid():
        return problem(422, _("Choose what came of it."))
    return answers.told(
        lambda: rules.complete_follow_up(row, by=by, outcome=form.cleaned_data["outcome"]),
        _("Noted."),
        undo=reverse("promise-reopening", args=[row.pk]),
        interaction=message(row),
    )


@may("interactions.log")
@require_POST
def postpone(request: HttpRequest, interaction: UUID) -> HttpResponse:
    """Not now, but at one of the usual times."""
    row, by = seen(request, interaction), person(request)
    form = Later(request.POST)
    if not form.is_valid():
        return problem(422, _("Choose when."))
    return answers.told(
        lambda: rules.postpone_follow_up(row, due_at=form.due_at, by=by),
        _("Moved to %(day)s.") % {"day": day(form.due_at)},
        interaction=message(row),
    )


@may("interactions.log")
@require_POST
def reopen(request: HttpRequest, interaction: UUID) -> HttpResponse:
    """It was the wrong button."""
    row, by = seen(request, interaction), person(request)
    return answers.told(
        lambda: rules.reopen_follow_up(row, by=by), _("It is due again."), interaction=message(row)
    )


def seen(request: HttpRequest, pk: UUID) -> Interaction:
    """What was said, if this person may see it."""
    rows = Interaction.objects.visible_to(person(request))
    return get_object_or_404(rows.select_related("lead", "customer"), pk=pk)


def message(row: Interaction) -> dict[str, Any]:
    """What the page is told, as if it came over the live socket."""
    about = {"about_type": "interaction", "about_id": str(row.pk)}
    return {"payload": about | {"customer_id": str(row.customer_id)}}
