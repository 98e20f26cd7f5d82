"""News of a payment stands in the conversation with whoever paid; the ledger is not ours yet."""

from crm.accounts.models import Branch, Staff
from crm.integrations.intents import PaymentNews
from crm.integrations.rules.people import NobodyYetError, customer_of
from crm.interactions import rules as interactions
from crm.interactions.models import Interaction
from crm.leads import rules as leads
from crm.lib import clock


def note(news: PaymentNews, *, source: str, branch: Branch, by: Staff) -> bool:
    """Write it down with the lead of that repair, or the customer; False when it stands there."""
    lead = leads.known(source, news.booking_id) if news.booking_id else None
    customer = customer_of(news.person, source=source)
    if lead is None and customer is None:
        raise NobodyYetError(news.keys)
    metadata = {
        "from": source,
        "payment_id": news.external_id,
        "status": news.status,
        "amount": str(news.amount) if news.amount is not None else "",
        "currency": news.currency,
        "method": news.method,
    } | news.details
    same = {"payment_id": news.external_id, "status": news.status}
    with_them = Interaction.objects.filter(interaction_type="PAYMENT", metadata__contains=same)
    if with_them.filter(lead=lead) if lead else with_them.filter(customer=customer):
        return False
    interactions.log(
        interactions.Said(
            interaction_type=Interaction.Type.PAYMENT,
            direction=Interaction.Direction.INBOUND,
            channel=Interaction.Channel.WEBSITE,
            subject=_sentence(news),
            occurred_at=min(news.happened_at or clock.now(), clock.now()),
            metadata=metadata,
        ),
        by=by,
        branch=lead.branch if lead else branch,
        lead=lead,
        customer=customer,
    )
    return True


def _sentence(news: PaymentNews) -> str:
    if news.amount is None:
        return news.words
    currency = "£" if news.currency in {"", "GBP"} else f"{news.currency} "
    return f"{news.words}: {currency}{news.amount:,.2f}"
