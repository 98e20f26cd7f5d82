"""`/payment-status`: written down by the platform, not sent yet; ours is ready for it."""

from decimal import Decimal
from typing import Any

from crm.integrations.config import RevivaTech, integrations
from crm.integrations.intents import PaymentNews, Person
from crm.integrations.revivatech.reading import Reading
from crm.payments.money import Pence, from_pence


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
        amount=_amount(reading, "amount", config),
        refunded=_amount(reading, "refunded", config),
        state=config.payment_state(status),
        way=config.payment_method(reading.text("method")),
        references=_references(reading),
        currency=reading.text("currency").upper()[:3],
        method=reading.text("method")[:50],
        happened_at=reading.moment("happened_at"),
        details={
            "ticket_number": reading.identity("ticket_number")[:100],
            "transaction_id": reading.identity("transaction_id")[:255],
            "more": reading.rest(),
        },
    )


def _amount(reading: Reading, name: str, config: RevivaTech) -> Decimal | None:
    """In pounds, whichever of the two the platform counts in; half a penny is no amount."""
    amount = reading.money(name)
    if amount is None or config.payment_amounts_in == "pounds":
        return amount
    return from_pence(Pence(int(amount))) if amount == int(amount) else None


def _references(reading: Reading) -> list[str]:
    """What the repair is called: its id over there, and the number said aloud."""
    found = (reading.identity("booking_id"), reading.identity("ticket_number"))
    return [one[:255] for one in dict.fromkeys(found) if one]
