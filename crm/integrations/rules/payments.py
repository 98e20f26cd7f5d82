"""News of a payment goes to the ledger; until its repair is known here, into the conversation."""

from crm.accounts.models import Branch, Staff
from crm.integrations.intents import PaymentNews
from crm.integrations.models import Approval
from crm.integrations.rules.people import NobodyYetError, customer_of
from crm.interactions import rules as interactions
from crm.interactions.models import Interaction
from crm.leads import rules as leads
from crm.lib import clock, turns
from crm.lib.business import business
from crm.payments import rules as ledger


def note(news: PaymentNews, *, source: str, branch: Branch, by: Staff) -> bool:
    """Take it into the ledger. Without a repair of ours it also stands in the conversation with
    the lead or the customer; False when it stands there already.
    """
    for number in sorted(news.references):
        # The repair may be arriving at this moment: whoever comes second must find the first.
        turns.wait_for("approval", source, Approval.Kind.REPAIR_REQUEST, number)
    if _in_the_ledger(news, source=source, branch=branch, by=by):
        return True
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


def _in_the_ledger(news: PaymentNews, *, source: str, branch: Branch, by: Staff) -> bool:
    """Did it find its repair? What cannot be money of ours stays out of the books."""
    is_ours = news.currency in {"", business().currency}
    if not (news.amount and news.state and is_ours):
        return False
    told = ledger.News(
        source=source,
        external_id=news.external_id,
        status=news.state,
        method=news.way,
        amount=news.amount,
        booking_references=news.references,
        refunded=news.refunded,
        transaction_id=str(news.details.get("transaction_id", "")),
        happened_at=news.happened_at,
    )
    return ledger.receive_payment(told, branch=branch, by=by).booking is not None


def _sentence(news: PaymentNews) -> str:
    if news.amount is None:
        return news.words
    currency = "£" if news.currency in {"", "GBP"} else f"{news.currency} "
    return f"{news.words}: {currency}{news.amount:,.2f}"
