"""What stands under the Payments tab of a customer's page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm.accounts.may import may, person
from crm.customers.models import Customer
from crm.payments import reading, rules
from crm.payments.forms import Reasoned
from crm.payments.pages.answering import Words, dialog
from crm.ui import answers

MOST = 50


@may("payments.view")
@require_safe
def card(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What they have spent, what they owe, their store credit, and every movement."""
    staff = person(request)
    customer = _customer(request, pk)
    rows = reading.movements(staff).of_customer(customer).money_of_theirs()
    page = {
        "customer": customer,
        "totals": reading.totals_of(customer, staff),
        "credit": rules.available(customer),
        "rows": reading.shown(rows.order_by("-occurred_at", "-pk")[:MOST]),
        "most": MOST,
    }
    return render(request, "payments/customer.html", page)


@may("payments.write_off")
@require_http_methods(["GET", "POST"])
def credit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Goodwill: store credit."""
    by, customer = person(request), _customer(request, pk)
    form = Reasoned(request.POST or None)

    def given() -> object:
        said = form.cleaned_data
        origin = rules.Origin(key=said["key"])
        return rules.give_credit(
            customer,
            said["amount"],
            reason=said["reason"],
            by=by,
            branch=by.home_branch,
            origin=origin,
        )

    if answers.carried_out(form, given):
        about = {"payload": {"about_type": "customer", "about_id": str(customer.pk)}}
        return answers.done(_("They may pay with it now."), customer=about, booking=about)
    note = _("They can pay with it at any branch. It is never handed out as money.")
    return dialog(request, form, customer, Words(_("Give store credit"), _("Give it"), note))


def _customer(request: HttpRequest, pk: UUID) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(person(request)), pk=pk)
