"""An invoice or credit note, ready to print."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.payments import reading


@may("payments.view")
@require_safe
def invoice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """As it was handed out, whatever has changed since; under it, how it stands today."""
    staff = person(request)
    paper = get_object_or_404(reading.invoices(staff), pk=pk)
    page = {
        "paper": paper,
        "standing": reading.standing(paper.booking),
        "notes": paper.credit_notes.order_by("issued_at", "pk"),
        "rates": reading.by_rate(paper),
        "lines": [line | _amounts(line) for line in paper.lines],
        "address": _address(paper.bill_to.get("address") or {}),
    }
    return render(request, "payments/invoice.html", page)


def _amounts(line: dict[str, Any]) -> dict[str, Decimal]:
    return {name: Decimal(line[name]) for name in ("net", "vat", "gross")}


def _address(address: dict[str, Any]) -> list[str]:
    return [str(address[name]) for name in ("line1", "city", "postcode") if address.get(name)]
