"""Card payments that the customer finishes in a browser."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.responses import Status

from crm.accounts.may import caller, may
from crm.bookings.finding import named
from crm.lib.schema import In
from crm.lib.wire import MoneyIn
from crm.payments import rules
from crm.payments.api.amounts import pounds
from crm.payments.api.given import CardPaymentOut
from crm.payments.models import OutsidePayment

router = Router(tags=["payments"])


class CardPaymentIn(In):
    booking_id: UUID
    amount: MoneyIn


@router.post("/cards", response={201: CardPaymentOut})
@may("payments.take")
def start_card_payment(request: HttpRequest, body: CardPaymentIn) -> Status[dict[str, Any]]:
    """Begin a card payment. It is written once the card company says that it went through.

    409 while no card company is connected; 503 when it does not answer.
    """
    by = caller(request)
    row, secret = rules.start_card_payment(named(body.booking_id, by), pounds(body.amount), by=by)
    return Status(201, _told(row) | {"client_secret": secret or None})


@router.get("/cards/{uuid:card_payment_id}", response=CardPaymentOut)
@may("payments.view")
def get_card_payment(request: HttpRequest, card_payment_id: UUID) -> dict[str, Any]:
    """How a card payment stands, as far as we have heard."""
    rows = OutsidePayment.objects.visible_to(caller(request))
    return _told(get_object_or_404(rows, pk=card_payment_id))


def _told(row: OutsidePayment) -> dict[str, Any]:
    names = ("id", "source", "external_id", "status", "amount", "booking_id", "trouble")
    return {name: getattr(row, name) for name in names}
