"""Money comes in: a deposit before there is an invoice, a payment or part of one.

A repair that was cancelled or refunded asks for nothing but what its invoice still does, so the
doors where somebody here decides refuse its money: `pay`, `take_deposit` and the beginning of a
card payment (`processing.start_card_payment`), before a card is charged. What the platform or a
card company tells us has happened already (`receiving`): it is written all the same, is held for
the customer, and the repair says that it is to be given back (`reading.Standing.to_give_back`).
"""

from decimal import Decimal

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.bookings.models import Booking, Status
from crm.bookings.models.status import ENDED
from crm.lib.refusal import Refusal
from crm.payments import money
from crm.payments.models import Account, BookingBalance, Kind, LedgerTransaction, Method
from crm.payments.rules.holding import hold, price_of
from crm.payments.rules.origin import HERE, Origin
from crm.payments.rules.posting import Side, Whose, post
from crm.payments.rules.store_credit import drawn


@transaction.atomic
def take_deposit(
    booking: Booking,
    amount: Decimal,
    *,
    method: str,
    by: Staff,
    note: str = "",
    origin: Origin = HERE,
) -> LedgerTransaction:
    """Money on account, held for the customer until the repair is invoiced."""
    amount, origin = _asked(Kind.DEPOSIT, booking, amount, method, origin)
    balance = hold(booking)
    if done := origin.done():
        return done
    if balance.is_invoiced:
        raise Refusal("This repair has been invoiced. Take a payment instead.", field="kind")
    within_price(balance, amount)
    return take(balance, Kind.DEPOSIT, amount, method=method, by=by, note=note, origin=origin)


@transaction.atomic
def pay(
    booking: Booking,
    amount: Decimal,
    *,
    method: str,
    by: Staff,
    note: str = "",
    origin: Origin = HERE,
) -> LedgerTransaction:
    """What is owed is paid, whole or in part. The same key twice is one payment."""
    amount, origin = _asked(Kind.PAYMENT, booking, amount, method, origin)
    balance = hold(booking)
    if done := origin.done():
        return done
    within_price(balance, amount)
    return take(balance, Kind.PAYMENT, amount, method=method, by=by, note=note, origin=origin)


def within_price(balance: BookingBalance, amount: Decimal) -> None:
    """Refuse £1,490 for £149.0: a finger slips more often than somebody pays too much. And money
    for a repair that has ended, unless an invoice still asks for it.
    """
    status = _status_now(balance.booking)
    if balance.is_invoiced:
        most, sentence = balance.receivable, "Only {} is still owed."
    elif status in ENDED:
        word = Status(status).label.lower()
        raise Refusal(f"This repair is {word}: there is nothing to pay for.", field="booking_id")
    elif (price := price_of(balance.booking)) is not None:
        most = price - balance.deposits
        sentence = "Only {} of the price is still to pay. Change the price first if it has risen."
    else:
        return
    if most <= 0:
        raise Refusal("Everything is paid already.", field="amount")
    if amount > most:
        raise Refusal(sentence.format(money.written(most)), field="amount")


def _status_now(booking: Booking) -> str:
    """Whoever is cancelling it at this moment is waited for, and nobody cancels it meanwhile."""
    held = Booking.objects.select_for_update(no_key=True).filter(pk=booking.pk)
    return held.values_list("status", flat=True).get()


def take(
    balance: BookingBalance,
    kind: Kind,
    amount: Decimal,
    *,
    method: str,
    by: Staff,
    note: str,
    origin: Origin,
) -> LedgerTransaction:
    """Write money in: against what is owed first, and what is over is held for the customer."""
    booking = balance.booking
    incoming = (
        drawn(booking.customer, amount) if method == Method.CREDIT else [Side(method, amount)]
    )
    movement = post(
        kind,
        [*incoming, *settling(balance, amount)],
        whose=Whose.of(booking),
        amount=amount,
        by=by,
        origin=origin,
        method=method,
        note=note,
    )
    activity.record(
        "payment.taken",
        about=booking,
        by=by,
        payment_id=str(movement.pk),
        kind=kind,
        amount=str(amount),
        method=method,
        method_label=movement.method_label,
        reference=booking.reference,
    )
    return movement


def settling(balance: BookingBalance, amount: Decimal) -> list[Side]:
    """The other sides of money that comes in for a repair."""
    owed = min(amount, balance.receivable)
    return [Side(Account.RECEIVABLE, -owed), Side(Account.DEPOSITS, owed - amount)]


def _asked(
    kind: Kind, booking: Booking, amount: Decimal, method: str, origin: Origin
) -> tuple[Decimal, Origin]:
    amount = money.positive(amount)
    if method not in Method.values:
        raise Refusal("Choose how it is paid.", field="method", status=422)
    return amount, origin.standing_for(kind, booking.pk, amount, method)
