"""The HTML door: how a customer may be contacted, what they said, and recording it by hand."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from crm.accounts.may import may, person
from crm.consent import rules
from crm.consent.models import Consent
from crm.customers.models import Customer
from crm.ui import answers

LATEST = 50
HEARD = [
    ("counter", gettext_lazy("At the counter")),
    ("phone", gettext_lazy("On the phone")),
    ("writing", gettext_lazy("In writing")),
]


class Said(forms.Form):
    """What they said, how we heard it, and the words they were asked with."""

    channel = forms.ChoiceField(label=gettext_lazy("How"), choices=Consent.Channel.choices)
    purpose = forms.ChoiceField(label=gettext_lazy("What for"), choices=Consent.Purpose.choices)
    decision = forms.ChoiceField(
        label=gettext_lazy("What they said"),
        choices=Consent.Decision.choices,
        widget=forms.RadioSelect,
    )
    basis = forms.ChoiceField(label=gettext_lazy("Because of"), choices=Consent.Basis.choices)
    heard = forms.ChoiceField(label=gettext_lazy("How we heard it"), choices=HEARD)
    wording = forms.CharField(
        label=gettext_lazy("The words they were asked with"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=255, required=False)

    @property
    def statement(self) -> rules.Statement:
        typed = dict(self.cleaned_data)
        evidence = {"heard": typed.pop("heard"), "note": typed.pop("note")}
        kept = {name: value for name, value in evidence.items() if value}
        return rules.Statement(**typed, evidence=kept)


@may("customers.view_own")
@require_safe
def consents(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The tab of a customer's page: every address judged, and the whole history."""
    customer = _customer(request, pk)
    page = {
        "customer": customer,
        "verdicts": rules.verdicts(customer),
        "history": rules.history(customer)[:LATEST],
        "may_record": person(request).can("consent.record"),
    }
    return render(request, "consent/consents.html", page)


@may("consent.record")
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The dialog in which somebody writes down what a customer said."""
    by, customer = person(request), _customer(request, pk)
    form = Said(request.POST or None, initial=_initial(request))
    if answers.carried_out(
        form,
        lambda: rules.record_for(customer, form.statement, by=by, branch=by.home_branch),
    ):
        about = {"payload": {"about_type": "customer", "about_id": str(pk)}}
        return answers.done(_("Recorded."), consent=about, customer=about)
    page = {"form": form, "customer": customer}
    return render(request, "consent/record.html", page, status=answers.status(form))


def _initial(request: HttpRequest) -> dict[str, Any]:
    channel = request.GET.get("channel", "")
    return {
        "channel": channel if channel in Consent.Channel.values else Consent.Channel.EMAIL,
        "purpose": Consent.Purpose.MARKETING,
        "decision": Consent.Decision.GIVEN,
        "wording": _("May we send you news and offers?"),
    }


def _customer(request: HttpRequest, pk: UUID) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(person(request)), pk=pk)


urls = [
    path("customers/<uuid:pk>/consents", consents, name="customer-consents"),
    path("customers/<uuid:pk>/consents/new", record, name="customer-consent"),
]
