"""Card payments through a card company. Nothing is asked of it inside a transaction: our row
comes first, then the call with that row's id as its key, then what came of it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet, Sum

from crm.accounts.models import Staff
from crm.bookings.models import Booking
from crm.lib import clock
from crm.lib.business import business
from crm.lib.refusal import Refusal
from crm.payments import cards, money
from crm.payments.cards import CardEvent, CardRefund, CardState, CardTrouble
from crm.payments.models import (
    LedgerTransaction,
    Method,
    OutsidePayment,
    OutsideRefund,
    ProcessorEvent,
)
from crm.payments.rules.holding import hold
from crm.payments.rules.receiving import News, follow
from crm.payments.rules.refunding import within_payments
from crm.payments.rules.taking import within_price

KEYS_LIVE = timedelta(hours=23)  # a day later the company takes a key for a new request


def start_card_payment(
    booking: Booking, amount: Decimal, *, by: Staff
) -> tuple[OutsidePayment, str]:
    """Begin a card payment; the secret lets the customer's browser finish it.

    Refuses (409) what nobody is asked to pay, as the counter does. Refuses (409, 503) when the
    card company does not want it or cannot be reached; the row stays, and the job that looks
    after such rows asks again.
    """
    company = cards.processor()
    row = _intended(booking, amount, source=company.name, by=by)
    state = _asked_to_create(company, row)
    return took_note(row, state, by=by), state.client_secret


def look_after(row: OutsidePayment, *, by: Staff) -> OutsidePayment:
    """Ask how a payment stands, or ask for it again if nobody heard the answer."""
    company = cards.processor(row.source)
    if row.external_id is None:
        state = _asked_to_create(company, row)
    else:
        state = _answered(partial(company.look_up, row.external_id))
    return took_note(row, state, by=by)


def refund_card_payment(
    payment: LedgerTransaction, amount: Decimal, *, reason: str, by: Staff, key: str = ""
) -> OutsideRefund:
    """Give back a payment that a card company took, through the company.

    The refund is written in the ledger once the company has said yes; until then it counts
    as being underway, so that nobody gives the same money back over the counter.
    """
    asked = _refund_intended(payment, amount, reason=reason, by=by, key=key)
    return settle_refund(asked, by=by)


def settle_refund(asked: OutsideRefund, *, by: Staff) -> OutsideRefund:
    """Ask the company for a refund, any number of times, and write what it says."""
    row = asked.payment
    if asked.status != OutsideRefund.Status.ASKED:
        return asked
    assert row.external_id is not None
    company = cards.processor(row.source)
    if clock.now() - asked.created_at > KEYS_LIVE:
        return _settled_late(asked, company, by=by)
    try:
        done = company.refund(row.external_id, asked.amount, key=f"refund-{asked.pk}")
    except CardTrouble as trouble:
        if not trouble.is_final:
            raise Refusal(
                "The card company did not answer. We keep asking; do not refund it twice.",
                status=503,
            ) from trouble
        done = CardRefund("", is_done=False, error=trouble.message)
    return _refund_settled(asked, done, by=by)


def _settled_late(
    asked: OutsideRefund, company: cards.CardProcessor, *, by: Staff
) -> OutsideRefund:
    """Asked again now it would be a second refund: what the payment itself says decides."""
    state = _answered(partial(company.look_up, asked.payment.external_id or ""))
    settled = asked.payment.refunds_asked.filter(status=OutsideRefund.Status.DONE)
    given = settled.aggregate(sum=Sum("amount"))["sum"] or money.NOTHING
    if (state.refunded or money.NOTHING) >= given + asked.amount:
        return _refund_settled(asked, CardRefund("", is_done=True), by=by)
    never = "The card company did not answer for a day, and has not given it back."
    return _refund_settled(asked, CardRefund("", is_done=False, error=never), by=by)


@transaction.atomic
def took_note(row: OutsidePayment, state: CardState, *, by: Staff) -> OutsidePayment:
    """What the company says of a payment of ours."""
    row = OutsidePayment.objects.select_for_update(of=("self",)).get(pk=row.pk)
    row.external_id = row.external_id or state.external_id
    happened_at = clock.now() if state.status != row.status else None
    return follow(row, replace(_news(row, state), happened_at=happened_at), by=by)


@transaction.atomic
def hear(gateway: str, event: CardEvent, *, by: Staff) -> str:
    """One event from a card company's webhook: its twin changes nothing. What came of it."""
    try:
        with transaction.atomic():
            heard = ProcessorEvent.objects.create(
                gateway=gateway,
                event_id=event.event_id,
                event_type=event.event_type[:100],
                about=event.state.external_id[:255] if event.state else "",
            )
    except IntegrityError:
        return "duplicate"
    heard.outcome = _heard(gateway, event, by=by)
    heard.save(update_fields=["outcome"])
    return heard.outcome


def _heard(gateway: str, event: CardEvent, *, by: Staff) -> str:
    if event.state is None:
        return "ignored"
    rows = OutsidePayment.objects.select_for_update(of=("self",)).filter(source=gateway)
    row = rows.filter(external_id=event.state.external_id).first()
    if row is None and event.state.our_id:
        # Quicker than the answer to our own call, or that answer was lost.
        row = _asked_for(rows.filter(external_id=None), event.state.our_id)
    if row is None:
        return "unknown"
    row.external_id = event.state.external_id
    follow(row, replace(_news(row, event.state), happened_at=event.at), by=by)
    return "processed"


def _asked_for(rows: QuerySet[OutsidePayment], key: str) -> OutsidePayment | None:
    """The payment with our own key, unless another shop's system wrote something else there."""
    try:
        return rows.filter(pk=UUID(key)).first()
    except ValueError:
        return None


@transaction.atomic
def _intended(booking: Booking, amount: Decimal, *, source: str, by: Staff) -> OutsidePayment:
    amount = money.positive(amount)
    balance = hold(booking)
    within_price(balance, amount)
    return OutsidePayment.objects.create(
        source=source,
        branch=balance.booking.branch,
        booking=balance.booking,
        method=Method.ONLINE_CARD,
        amount=amount,
        asked_by=by,
    )


def _asked_to_create(company: cards.CardProcessor, row: OutsidePayment) -> CardState:
    assert row.booking is not None
    metadata = {"payment_id": str(row.pk), "booking": row.booking.reference}
    return _answered(
        lambda: company.create(
            row.amount, currency=business().currency, key=f"payment-{row.pk}", metadata=metadata
        )
    )


def _answered(ask: Callable[[], CardState]) -> CardState:
    """What the company says; its trouble becomes a sentence for the counter."""
    try:
        return ask()
    except CardTrouble as trouble:
        status = 409 if trouble.is_final else 503
        raise Refusal(trouble.message, status=status) from trouble


@transaction.atomic
def _refund_intended(
    payment: LedgerTransaction, amount: Decimal, *, reason: str, by: Staff, key: str
) -> OutsideRefund:
    amount = money.positive(amount)
    if not reason.strip():
        raise Refusal("Say why it is given back.", field="reason", status=422)
    assert payment.booking is not None
    balance = hold(payment.booking)
    before = OutsideRefund.objects.filter(key=key).first() if key else None
    if before is not None and before.status == OutsideRefund.Status.FAILED:
        # The company's no was final and moved nothing: the key may ask for something else now.
        before.key = None
        before.save(update_fields=["key"])
    elif before is not None:
        if before.amount != amount or before.payment.external_id != payment.external_id:
            raise Refusal("This key was used for another refund.", field="key", status=422)
        return before
    row = OutsidePayment.objects.get(
        source=payment.external_source, external_id=payment.external_id
    )
    within_payments(balance, amount, method=row.method, payment=payment)
    return OutsideRefund.objects.create(
        payment=row, amount=amount, reason=reason.strip()[:500], key=key or None, asked_by=by
    )


@transaction.atomic
def _refund_settled(asked: OutsideRefund, done: CardRefund, *, by: Staff) -> OutsideRefund:
    row = OutsidePayment.objects.select_for_update(of=("self",)).get(pk=asked.payment_id)
    asked = OutsideRefund.objects.select_for_update().get(pk=asked.pk)
    if asked.status != OutsideRefund.Status.ASKED:
        return asked
    is_done = done.is_done
    asked.status = OutsideRefund.Status.DONE if is_done else OutsideRefund.Status.FAILED
    asked.external_id, asked.error = done.external_id[:255], done.error[:500]
    asked.settled_at = clock.now()
    asked.save(update_fields=["status", "external_id", "error", "settled_at"])
    if not is_done:
        return asked
    all_done = row.refunds_asked.filter(status=OutsideRefund.Status.DONE)
    given = all_done.aggregate(sum=Sum("amount"))["sum"] or money.NOTHING
    # A webhook may have told the same refund before: the larger of the two sums is the truth.
    told = max(given, row.refunded)
    full = told >= row.paid
    status = OutsidePayment.Status.REFUNDED if full else OutsidePayment.Status.PARTIALLY_REFUNDED
    state = CardState(row.external_id or "", status, row.amount, refunded=told)
    follow(row, replace(_news(row, state), happened_at=asked.settled_at), by=asked.asked_by)
    return asked


def _news(row: OutsidePayment, state: CardState) -> News:
    return News(
        source=row.source,
        external_id=state.external_id,
        status=state.status,
        method=row.method,
        amount=state.amount or row.amount,
        refunded=state.refunded,
        is_disputed=state.is_disputed,
        trouble=state.trouble,
    )
