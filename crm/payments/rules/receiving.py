"""News of payments made elsewhere: told twice, late or out of order, and written once.

Nothing of it is refused for what it is paid for: more than the price, or a repair that was
cancelled meanwhile. It has happened, and the repair shows what is to be given back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.activity.models import Event
from crm.bookings.models import Booking
from crm.lib import clock, turns
from crm.lib.business import business
from crm.lib.refusal import Refusal
from crm.payments import money
from crm.payments.models import Kind, LedgerTransaction, Method, OutsidePayment
from crm.payments.rules.holding import hold
from crm.payments.rules.origin import Origin
from crm.payments.rules.refunding import give_back, within_payments
from crm.payments.rules.taking import take

S = OutsidePayment.Status
# How far a payment has come. Later words are believed; what is behind them came late.
RANK = {
    S.PENDING: 0,
    S.PROCESSING: 1,
    S.FAILED: 2,
    S.CANCELLED: 2,
    S.SUCCEEDED: 3,
    S.PARTIALLY_REFUNDED: 4,
    S.REFUNDED: 5,
}
PAID = (S.SUCCEEDED, S.PARTIALLY_REFUNDED, S.REFUNDED)


@dataclass(frozen=True)
class News:
    """What somebody tells of one payment, in our words and in pounds."""

    source: str
    external_id: str
    status: str
    method: str
    amount: Decimal
    currency: str = ""
    booking_references: Sequence[str] = ()
    refunded: Decimal | None = None
    transaction_id: str = ""
    happened_at: datetime | None = None
    is_disputed: bool = False
    trouble: str = ""


@transaction.atomic
def receive_payment(news: News, *, branch: Branch, by: Staff) -> OutsidePayment:
    """Take in news of a payment made on the platform or with a card company.

    Any number of times, in any order. Until its repair is known here, the payment waits
    and stands in no total. Refuses (422) another currency, an unknown status or method.
    """
    _must_be_ours(news)
    turns.wait_for("payments.outside", news.source, news.external_id)
    known = OutsidePayment.objects.select_for_update(of=("self",))
    row = known.filter(source=news.source, external_id=news.external_id).first()
    if row is None:
        row = OutsidePayment(
            source=news.source,
            external_id=news.external_id,
            branch=branch,
            method=news.method,
            amount=money.positive(news.amount),
        )
    return follow(row, news, by=by)


def follow(row: OutsidePayment, news: News, *, by: Staff) -> OutsidePayment:
    """Bring what we know of a payment up to the news, and the ledger after it."""
    if row.booking is None:
        row.booking = booking_of(news.source, news.booking_references)
        if row.booking is not None:
            row.branch = row.booking.branch
    row.booking_reference = row.booking_reference or next(iter(news.booking_references), "")
    row.transaction_id = row.transaction_id or news.transaction_id[:255]
    before = row.status
    if not row.paid:  # a corrected amount counts until the money is written
        row.amount = money.positive(news.amount)
    if RANK[S(news.status)] >= RANK[S(row.status)]:
        row.status, row.trouble = news.status, news.trouble[:500]
        row.happened_at = news.happened_at or row.happened_at
    row.refund_told = max(row.refund_told, _refund_told(row, news))
    newly_disputed = news.is_disputed and not row.is_disputed
    row.is_disputed = row.is_disputed or news.is_disputed
    settle(row, by=by)
    row.updated_at = clock.now()
    row.save()
    if newly_disputed:
        _say("payment.disputed", row, by=by)
    if row.status == S.FAILED != before:
        _say("payment.failed", row, by=by)
    return row


def settle(row: OutsidePayment, *, by: Staff) -> None:
    """Write into the ledger what is told and not written yet."""
    if row.booking is None or row.status not in PAID:
        return
    if not row.paid:
        balance = hold(row.booking)
        origin = Origin(source=row.source, external_id=row.external_id, at=_moment(row))
        take(
            balance,
            Kind.PAYMENT,
            row.amount,
            method=row.method,
            by=by,
            note=row.transaction_id,
            origin=origin,
        )
        row.paid = row.amount
    more = min(row.refund_told, row.paid) - row.refunded
    if more > 0:
        _refunded(row, more, by=by)


def adopt(event: Event) -> None:
    """A repair has appeared: payments that were waiting for it are written now."""
    booking = Booking.objects.select_related("branch").get(pk=event.about_id)
    if booking.external_source is None:
        return
    with transaction.atomic():
        waiting = OutsidePayment.objects.select_for_update().filter(
            source=booking.external_source,
            booking=None,
            booking_reference__in=[booking.external_id, booking.reference],
        )
        for row in waiting.order_by("pk"):
            row.booking, row.branch = booking, booking.branch
            settle(row, by=Staff.objects.system())
            row.updated_at = clock.now()
            row.save()


def booking_of(source: str, references: Sequence[str]) -> Booking | None:
    """The repair an outside system means: by its own number, or by the one we say aloud."""
    if not references:
        return None
    known = Q(external_source=source, external_id__in=references) | Q(reference__in=references)
    return Booking.objects.select_related("branch").filter(known).order_by("pk").first()


def _must_be_ours(news: News) -> None:
    if news.status not in S.values:
        raise Refusal(f"{news.status} is no status of a payment.", field="status", status=422)
    if news.method not in Method.values or news.method == Method.CREDIT:
        raise Refusal(f"{news.method} is no way to pay.", field="method", status=422)
    if news.currency and news.currency.upper() != business().currency:
        sentence = f"We keep books in {business().currency}, not in {news.currency.upper()}."
        raise Refusal(sentence, field="currency", status=422)


def _refund_told(row: OutsidePayment, news: News) -> Decimal:
    """How much has gone back in all, as far as this news says."""
    if news.status == S.REFUNDED:
        return row.paid or row.amount
    if news.refunded is not None:
        return news.refunded
    if news.status == S.PARTIALLY_REFUNDED and not row.refund_told:
        row.trouble = "Part of it was given back elsewhere, and we were not told how much."
    return money.NOTHING


def _refunded(row: OutsidePayment, more: Decimal, *, by: Staff) -> None:
    assert row.booking is not None
    payment = LedgerTransaction.objects.get(external_source=row.source, external_id=row.external_id)
    balance = hold(row.booking)
    number = f"{row.external_id}:refunded:{row.refunded + more}"
    try:
        with transaction.atomic():
            within_payments(balance, more, method=row.method, payment=payment)
            give_back(
                balance,
                more,
                method=row.method,
                reason=f"Given back by {row.source}",
                by=by,
                payment=payment,
                origin=Origin(source=row.source, external_id=number, at=_moment(row)),
            )
    except Refusal as refusal:
        # They have given it back whatever we think: somebody should look, and nothing is lost.
        row.trouble = f"Given back elsewhere, but not written: {refusal.message}"
        return
    row.refunded += more


def _moment(row: OutsidePayment) -> datetime:
    """When it happened, never in the future: their clock is not ours."""
    return min(row.happened_at or clock.now(), clock.now())


def _say(verb: str, row: OutsidePayment, *, by: Staff) -> None:
    if row.booking is None:
        return
    activity.record(
        verb,
        about=row.booking,
        by=by,
        outside_id=str(row.pk),
        source=row.source,
        amount=str(row.amount),
        reason=row.trouble,
        reference=row.booking.reference,
    )
