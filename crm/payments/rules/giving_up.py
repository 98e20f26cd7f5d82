"""A debt that will not be paid."""

from decimal import Decimal

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.bookings.models import Booking
from crm.lib.refusal import Refusal
from crm.payments import money
from crm.payments.models import Account, Kind, LedgerTransaction
from crm.payments.rules.holding import hold
from crm.payments.rules.origin import HERE, Origin
from crm.payments.rules.posting import Side, Whose, post


@transaction.atomic
def write_off(
    booking: Booking, amount: Decimal, *, reason: str, by: Staff, origin: Origin = HERE
) -> LedgerTransaction:
    """Nobody waits for this money any more. The invoice stands; VAT on it is the accountant's."""
    amount = money.positive(amount)
    if not reason.strip():
        raise Refusal("Say why it is given up.", field="reason", status=422)
    origin = origin.standing_for(Kind.WRITE_OFF, booking.pk, amount)
    balance = hold(booking)
    if done := origin.done():
        return done
    if amount > balance.receivable:
        raise Refusal(f"Only {money.written(balance.receivable)} is owed.", field="amount")
    movement = post(
        Kind.WRITE_OFF,
        [Side(Account.WRITE_OFF, amount), Side(Account.RECEIVABLE, -amount)],
        whose=Whose.of(balance.booking),
        amount=amount,
        by=by,
        origin=origin,
        note=reason,
    )
    activity.record(
        "payment.written_off",
        about=balance.booking,
        by=by,
        payment_id=str(movement.pk),
        amount=str(amount),
        reason=movement.note,
        reference=balance.booking.reference,
    )
    return movement
