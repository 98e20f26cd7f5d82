"""Stripe's words for what the port asks, and its pence for our pounds."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from crm.integrations.stripe.client import Client
from crm.integrations.stripe.signature import HEADER, must_be_signed
from crm.lib.refusal import Refusal
from crm.payments.cards import CardEvent, CardRefund, CardState, CardTrouble
from crm.payments.models import OutsidePayment
from crm.payments.money import Pence, from_pence, to_pence

NAME = "stripe"
S = OutsidePayment.Status
STATUSES = {
    "requires_payment_method": S.PENDING,
    "requires_confirmation": S.PENDING,
    "requires_action": S.PENDING,
    "processing": S.PROCESSING,
    "requires_capture": S.PROCESSING,
    "succeeded": S.SUCCEEDED,
    "canceled": S.CANCELLED,
}
GIVEN_BACK = ("succeeded", "pending")  # pending: on its way to the bank


class Stripe:
    """`crm.payments.cards.CardProcessor`, spoken in Stripe's protocol."""

    name = NAME

    def __init__(self, client: Client, *, webhook_secret: str, tolerance: int) -> None:
        self._client = client
        self._webhook_secret = webhook_secret
        self._tolerance = tolerance

    def create(
        self, amount: Decimal, *, currency: str, key: str, metadata: Mapping[str, str]
    ) -> CardState:
        fields = {
            "amount": to_pence(amount),
            "currency": currency.lower(),
            "automatic_payment_methods": {"enabled": True},
            "metadata": dict(metadata),
        }
        return _understood(_intent, self._client.post("/v1/payment_intents", fields, key=key))

    def look_up(self, external_id: str) -> CardState:
        path = f"/v1/payment_intents/{quote(external_id, safe='')}?expand[]=latest_charge"
        return _understood(_intent, self._client.get(path))

    def refund(self, external_id: str, amount: Decimal, *, key: str) -> CardRefund:
        fields = {"payment_intent": external_id, "amount": to_pence(amount)}
        found = self._client.post("/v1/refunds", fields, key=key)
        is_done = found.get("status") in GIVEN_BACK
        error = "" if is_done else f"The refund is {found.get('status')}."
        return CardRefund(str(found.get("id", "")), is_done, error)

    def read_event(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> CardEvent:
        must_be_signed(
            body,
            headers.get(HEADER, ""),
            secret=self._webhook_secret,
            now=now,
            tolerance=self._tolerance,
        )
        try:
            event = json.loads(body)
            kind, about = str(event["type"]), event["data"]["object"]
            reader = READERS.get(kind)
            return CardEvent(
                event_id=str(event["id"]),
                event_type=kind,
                at=datetime.fromtimestamp(int(event["created"]), UTC),
                state=reader(about) if reader else None,
            )
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            raise Refusal("This event cannot be read.", status=400) from error


def _intent(found: Any) -> CardState:
    """A payment intent; expanded, it also says what went back."""
    status = str(STATUSES[found["status"]])
    charge = found.get("latest_charge")
    refunded = _pounds(charge["amount_refunded"]) if isinstance(charge, dict) else None
    amount = _pounds(found["amount"])
    if refunded and status == S.SUCCEEDED:
        status = str(S.REFUNDED if refunded >= amount else S.PARTIALLY_REFUNDED)
    return CardState(
        external_id=str(found["id"]),
        status=status,
        amount=amount,
        client_secret=str(found.get("client_secret") or ""),
        refunded=refunded,
        our_id=str((found.get("metadata") or {}).get("payment_id", "")),
    )


def _failed(found: Any) -> CardState:
    said = (found.get("last_payment_error") or {}).get("message", "")
    amount = _pounds(found["amount"])
    our_id = str((found.get("metadata") or {}).get("payment_id", ""))
    return CardState(
        str(found["id"]), str(S.FAILED), amount, trouble=str(said)[:500], our_id=our_id
    )


def _refunded_charge(found: Any) -> CardState:
    """What went back of a charge in all, so that the order of events does not matter."""
    status = S.REFUNDED if found["refunded"] else S.PARTIALLY_REFUNDED
    refunded = _pounds(found["amount_refunded"])
    return CardState(str(found["payment_intent"]), str(status), None, refunded=refunded)


def _disputed(found: Any) -> CardState:
    """Says nothing of how far the payment has come, so the least is said."""
    return CardState(str(found["payment_intent"]), str(S.PENDING), None, is_disputed=True)


READERS = {
    "payment_intent.succeeded": _intent,
    "payment_intent.processing": _intent,
    "payment_intent.canceled": _intent,
    "payment_intent.payment_failed": _failed,
    "charge.refunded": _refunded_charge,
    "charge.dispute.created": _disputed,
}


def _pounds(pence: Any) -> Decimal:
    return from_pence(Pence(pence))


def _understood(read: Any, found: dict[str, Any]) -> CardState:
    try:
        state: CardState = read(found)
    except (KeyError, TypeError, AttributeError) as error:
        raise CardTrouble("The card company answered something we do not understand.") from error
    return state
