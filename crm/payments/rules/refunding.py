"""Money goes back: never more than was paid, however many ask at once."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from crm import activity
from crm.accounts.models import Staff
from crm.bookings.models import Booking
from crm.lib.refusal import Refusal
from crm.payments import money
from crm.payments.models import (
    Account,
    BookingBalance,
    Kind,
    LedgerTransaction,
    Method,
    OutsideRefund,
)
from crm.payments.rules.holding import hold
from crm.payments.rules.invoicing import credited, open_invoice, taken_back
from crm.payments.rules.origin import HERE, Origin
from crm.payments.rules.posting import Side, Whose, post
from crm.payments.rules.store_credit import granted


@transaction.atomic
def refund(
    booking: Booking,
    amount: Decimal,
    *,
    method: str,
    reason: str,
    by: Staff,
    payment: LedgerTransaction | None = None,
    origin: Origin = HERE,
) -> LedgerTransaction:
    """Give back money, or store credit in its place, of what was paid for a repair.

    What had been invoiced of it is taken back by a credit note with its VAT. `payment` names
    the one that is given back, if it is one.
    """
    amount = money.positive(amount)
    if method not in Method.values:
        raise Refusal("Choose how it is given back.", field="method", status=422)
    if not reason.strip():
        raise Refusal("Say why it is given back.", field="reason", status=422)
    which = [payment.pk] if payment else []
    origin = origin.standing_for(Kind.REFUND, booking.pk, amount, method, *which)
    balance = hold(booking)
    if done := origin.done():
        return done
    within_payments(balance, amount, method=method, payment=payment)
    return give_back(
        balance, amount, method=method, reason=reason, by=by, payment=payment, origin=origin
    )


def within_payments(
    balance: BookingBalance,
    amount: Decimal,
    *,
    method: str,
    payment: LedgerTransaction | None = None,
) -> None:
    """Refuse more than was paid and is not given back yet, or being given back just now."""
    asked = OutsideRefund.objects.filter(
        payment__booking=balance.booking, status=OutsideRefund.Status.ASKED
    )
    underway = asked.aggregate(sum=Sum("amount"))["sum"] or money.NOTHING
    most = balance.paid if method == Method.CREDIT else min(balance.taken, balance.paid)
    if payment is not None:
        most = min(most, payment.amount - given_back(payment))
    most = max(most - underway, money.NOTHING)
    if amount > most:
        word = (
            "Nothing is left to give back."
            if not most
            else (f"At most {money.written(most)} can be given back: more has not been paid.")
        )
        raise Refusal(word, field="amount")


def given_back(payment: LedgerTransaction) -> Decimal:
    """What of this payment went back, leaving out refunds that were reversed."""
    refunds = payment.refunded_by.filter(reversed_by=None)
    return refunds.aggregate(sum=Sum("amount"))["sum"] or money.NOTHING


def give_back(
    balance: BookingBalance,
    amount: Decimal,
    *,
    method: str,
    reason: str,
    by: Staff,
    origin: Origin,
    payment: LedgerTransaction | None = None,
) -> LedgerTransaction:
    """Write money out: of what is held for the customer first, then of what was invoiced."""
    booking = balance.booking
    from_held = min(amount, balance.deposits)
    invoiced = amount - from_held
    original = open_invoice(balance) if invoiced else None
    back = taken_back(original, invoiced) if original else None
    outgoing = (
        granted(booking.customer, amount, reason)
        if method == Method.CREDIT
        else Side(method, -amount)
    )
    movement = post(
        Kind.REFUND,
        [
            Side(Account.DEPOSITS, from_held),
            Side(Account.REVENUE, back.net if back else money.NOTHING),
            Side(Account.VAT, back.vat if back else money.NOTHING),
            outgoing,
        ],
        whose=Whose.of(booking),
        amount=amount,
        by=by,
        origin=origin,
        method=method,
        note=reason,
        refunds=payment,
    )
    activity.record(
        "payment.refunded",
        about=booking,
        by=by,
        payment_id=str(movement.pk),
        amount=str(amount),
        method=method,
        method_label=movement.method_label,
        reason=movement.note,
        reference=booking.reference,
    )
    if original and back:
        credited(original, back, movement=movement, reason=reason, by=by)
    return movement
