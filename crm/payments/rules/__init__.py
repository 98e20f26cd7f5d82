"""What may happen to money. The only writer of the ledger's tables."""

from crm.payments.rules.closing import cash_up, expectations
from crm.payments.rules.giving_back import give_payment_back
from crm.payments.rules.giving_up import write_off
from crm.payments.rules.holding import hold, local_day
from crm.payments.rules.invoicing import Item, credit_note, invoice
from crm.payments.rules.origin import Origin
from crm.payments.rules.processing import (
    hear,
    look_after,
    refund_card_payment,
    settle_refund,
    start_card_payment,
)
from crm.payments.rules.receiving import News, adopt, booking_of, receive_payment
from crm.payments.rules.refunding import refund
from crm.payments.rules.reversing import reverse
from crm.payments.rules.store_credit import available, give_credit
from crm.payments.rules.taking import pay, take_deposit

__all__ = [
    "Item",
    "News",
    "Origin",
    "adopt",
    "available",
    "booking_of",
    "cash_up",
    "credit_note",
    "expectations",
    "give_credit",
    "give_payment_back",
    "hear",
    "hold",
    "invoice",
    "local_day",
    "look_after",
    "pay",
    "receive_payment",
    "refund",
    "refund_card_payment",
    "reverse",
    "settle_refund",
    "start_card_payment",
    "take_deposit",
    "write_off",
]
