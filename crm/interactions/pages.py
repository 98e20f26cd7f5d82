"""Logging what was said: one dialog, from a lead's page or a customer's."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.accounts.may import may, person
from crm.customers.models import Customer
from crm.interactions import rules
from crm.interactions.forms import Exchange
from crm.leads.models import Lead
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


def _form(request: HttpRequest) -> Exchange:
    return Exchange(request.POST or None, kind=request.GET.get("type", ""))


def _dialog(request: HttpRequest, form: Exchange, name: str) -> HttpResponse:
    page = {"form": form, "name": name}
    return render(request, "interactions/log.html", page, status=answers.status(form))


urls = [
    path("leads/<uuid:pk>/interactions", with_lead, name="lead-interaction"),
    path("customers/<uuid:pk>/interactions", with_customer, name="customer-interaction"),
]
