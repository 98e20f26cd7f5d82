"""`/payment-processed`: the hook hands over the platform's own row of payments.

Its bookings are in pounds, but its payments count in whole pence; `/payment-status` is a
payload of its own and has its own setting.
"""

from decimal import Decimal
from typing import Any

from crm.integrations.config import integrations
from crm.integrations.intents import PaymentNews
from crm.integrations.revivatech import payment_status
from crm.integrations.revivatech.reading import Reading
from crm.lib.refusal import Refusal
from crm.payments.money import Pence, from_pence


def read(payload: Any) -> PaymentNews:
    """The news, in pounds; refuses (422) an amount that is no whole number of pence."""
    news = payment_status.read(payload)
    config = integrations().revivatech
    if config.payment_processed_in == "pounds":
        amounts = {name: Reading(payload, config.payment_status).money(name) for name in _AMOUNTS}
    else:
        amounts = {name: _from_pence(payload, name) for name in _AMOUNTS}
    return news.model_copy(update=amounts)


_AMOUNTS = ("amount", "refunded")


def _from_pence(payload: Any, name: str) -> Decimal | None:
    spellings = integrations().revivatech.payment_status
    pence = Reading(payload, spellings).money(name)
    if pence is None:
        return None
    if pence != int(pence):
        field = spellings[name][0]
        raise Refusal(f"{field} is no whole number of pence.", field=field, status=422)
    return from_pence(Pence(int(pence)))
