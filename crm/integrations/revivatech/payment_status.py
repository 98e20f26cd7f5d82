"""`/payment-status`: written down by the platform, not sent yet; ours is ready for it."""

from typing import Any

from crm.integrations.config import integrations
from crm.integrations.intents import PaymentNews, Person
from crm.integrations.revivatech.reading import Reading


def read(payload: Any) -> PaymentNews:
    """The news of a payment, or a refusal (422) without its number."""
    config = integrations().revivatech
    reading = Reading(payload, config.payment_status)
    status = reading.text("status")[:50]
    return PaymentNews(
        external_id=reading.needed("external_id"),
        status=status.upper()[:50],  # ß is one letter and becomes two
        words=config.payment_words(status),
        person=Person(email=reading.text("email"), external_user=reading.identity("user_id")[:255]),
        booking_id=(reading.identity("booking_id") or reading.identity("ticket_number"))[:255],
        amount=reading.money("amount"),
        currency=reading.text("currency").upper()[:3],
        method=reading.text("method")[:50],
        happened_at=reading.moment("happened_at"),
        details={
            "ticket_number": reading.identity("ticket_number")[:100],
            "transaction_id": reading.identity("transaction_id")[:255],
            "more": reading.rest(),
        },
    )
