"""The money card on a repair's page, fetched by its URL."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.bookings.finding import seen
from crm.payments import reading
from crm.payments.models import Invoice

MOST = 50


@may("payments.view")
@require_safe
def card(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What it costs, what was paid, what is still to pay, and what may be done about it."""
    staff = person(request)
    booking = seen(pk, staff)
    standing = reading.standing(booking)
    rows = reading.movements(staff).filter(booking=booking).payments()
    papers = list(reading.invoices(staff).filter(booking=booking).order_by("-issued_at", "-pk"))
    page = {
        "booking": booking,
        "standing": standing,
        "held": standing.balance,
        "rows": reading.shown(rows.order_by("-occurred_at", "-pk")[:MOST]),
        "papers": papers,
        "may_credit": any(
            one.kind == Invoice.Kind.INVOICE and one.gross > reading.credited_of(one)
            for one in papers
        ),
        "elsewhere": reading.under_way(booking),
    }
    return render(request, "payments/card.html", page)
