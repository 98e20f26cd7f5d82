"""Logging what was said, correcting it, and taking it back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.accounts.may import may, person
from crm.customers.models import Customer
from crm.interactions import rules
from crm.interactions.forms import Correction, Exchange
from crm.interactions.models import Interaction
from crm.interactions.pages.promises import message, seen
from crm.leads.models import Lead
from crm.lib.refusal import Refusal, Stale
from crm.ui import answers


@may("interactions.log")
@require_http_methods(["GET", "POST"])
def with_lead(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A call, message or visit with a lead; a first outbound one is its first reply."""
    by = person(request)
    lead = get_object_or_404(Lead.objects.visible_to(by).select_related("branch"), pk=pk)
    form = _form(request)
    if answers.carried_out(
        form, lambda: rules.log(form.said, by=by, branch=lead.branch, lead=lead)
    ):
        about = {"payload": {"about_type": "lead", "about_id": str(lead.pk)}}
        return answers.done(_("Logged."), lead=about, interaction=about)
    return _dialog(request, form, lead.name)


@may("interactions.log")
@require_http_methods(["GET", "POST"])
def with_customer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A call, message or visit with a customer, at the branch of whoever logs it."""
    by = person(request)
    customer = get_object_or_404(Customer.objects.visible_to(by), pk=pk)
    form = _form(request)
    if answers.carried_out(
        form, lambda: rules.log(form.said, by=by, branch=by.home_branch, customer=customer)
    ):
        about = {"payload": {"about_type": "customer", "about_id": str(customer.pk)}}
        return answers.done(_("Logged."), customer=about, interaction=about)
    return _dialog(request, form, customer.name)


@may("interactions.edit")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, interaction: UUID) -> HttpResponse:
    """The dialog that corrects it; whoever was slower keeps what they typed and is told."""
    row, by = seen(request, interaction), person(request)
    form = Correction(request.POST or None, row=row)
    status = 0
    if form.is_valid():
        try:
            rules.edit(row, form.said, by=by, version=form.version_seen)
        except Stale:
            form.show_theirs(Interaction.objects.get(pk=row.pk))
            status = 412
        except Refusal as refusal:
            answers.add_refusal(form, refusal)
        else:
            return answers.done(_("Corrected."), interaction=message(row))
    page = {"form": form, "row": row}
    return render(request, "interactions/edit.html", page, status=status or answers.status(form))


@may("interactions.edit")
@require_POST
def remove(request: HttpRequest, interaction: UUID) -> HttpResponse:
    """Logged by mistake: it goes, and the toast brings it back."""
    row, by = seen(request, interaction), person(request)
    return answers.told(
        lambda: rules.remove(row, by=by),
        _("Taken back."),
        undo=reverse("interaction-restoration", args=[row.pk]),
        interaction=message(row),
    )


@may("interactions.edit")
@require_POST
def restore(request: HttpRequest, interaction: UUID) -> HttpResponse:
    by = person(request)
    rows = Interaction.objects.even_removed(by).select_related("lead", "customer")
    row = get_object_or_404(rows, pk=interaction)
    return answers.told(
        lambda: rules.restore(row, by=by), _("It is back."), interaction=message(row)
    )


def _form(request: HttpRequest) -> Exchange:
    return Exchange(request.POST or None, kind=request.GET.get("type", ""))


def _dialog(request: HttpRequest, form: Exchange, name: str) -> HttpResponse:
    page = {"form": form, "name": name}
    return render(request, "interactions/log.html", page, status=answers.status(form))
