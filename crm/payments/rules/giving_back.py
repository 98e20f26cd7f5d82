"""One payment goes back: through the card company that took it, or over the counter."""

from decimal import Decimal

from crm.accounts.models import Staff
from crm.lib.refusal import Refusal
from crm.payments import cards
from crm.payments.models import LedgerTransaction, OutsideRefund
from crm.payments.rules.origin import Origin
from crm.payments.rules.processing import refund_card_payment
from crm.payments.rules.refunding import refund


def give_payment_back(
    payment: LedgerTransaction, amount: Decimal, *, method: str, reason: str, by: Staff, key: str
) -> LedgerTransaction:
    """The refund of a payment, or of part of it. Asks the card company outside any transaction.

    Refuses (409) what is no payment, and what was taken on the platform: it is given back there.
    """
    if not payment.is_money_in or payment.booking is None:
        raise Refusal("Only a payment can be given back.")
    if not payment.external_source or method != payment.method:
        return refund(
            payment.booking,
            amount,
            method=method,
            reason=reason,
            by=by,
            payment=payment,
            origin=Origin(key=key),
        )
    if not cards.is_processed(payment.external_source):
        raise Refusal("This was paid on the platform: give it back there.", field="method")
    asked = refund_card_payment(payment, amount, reason=reason, by=by, key=key)
    if asked.status == OutsideRefund.Status.FAILED:
        raise Refusal(f"The card company did not give it back. {asked.error}".strip())
    written = payment.refunded_by.order_by("-occurred_at", "-pk").first()
    if written is None:
        raise Refusal("The refund is under way at the card company.", status=503)
    return written
