"""A mistake at the till is taken back by its opposite; what was written stays written."""

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.lib.refusal import Refusal
from crm.payments.models import (
    Account,
    BookingBalance,
    Kind,
    LedgerTransaction,
    Method,
    StoreCredit,
)
from crm.payments.rules.holding import hold
from crm.payments.rules.origin import HERE, Origin
from crm.payments.rules.posting import Side, Whose, post
from crm.payments.rules.refunding import given_back
from crm.payments.rules.taking import settling


@transaction.atomic
def reverse(
    movement: LedgerTransaction, *, reason: str, by: Staff, origin: Origin = HERE
) -> LedgerTransaction:
    """Typed wrong, or on the wrong repair: as if it had not been. Reversing twice is once.

    A payment's reversal makes the customer owe again. Invoices are credited instead, because
    somebody may hold them in their hands; what was paid elsewhere is refunded there.
    """
    if not reason.strip():
        raise Refusal("Say what was wrong.", field="reason", status=422)
    balance = hold(movement.booking) if movement.booking else None
    done = LedgerTransaction.objects.filter(reverses=movement).first()
    if done is not None:
        return done
    _may_be_reversed(movement, balance)
    made = post(
        Kind.REVERSAL,
        _opposite(movement, balance),
        whose=Whose(movement.branch, movement.booking, movement.customer),
        amount=movement.amount,
        by=by,
        origin=origin,
        method=movement.method,
        note=reason,
        reverses=movement,
    )
    about = movement.booking or movement.customer
    assert about is not None
    activity.record(
        "payment.reversed",
        about=about,
        by=by,
        customer=movement.customer,
        branch=movement.branch_id,
        payment_id=str(made.pk),
        kind=movement.kind,
        kind_label=movement.kind_label,
        amount=str(movement.amount),
        reason=made.note,
        reference=movement.booking.reference if movement.booking else "",
    )
    return made


def _may_be_reversed(movement: LedgerTransaction, balance: BookingBalance | None) -> None:
    if movement.kind in {Kind.INVOICE, Kind.CREDIT_NOTE}:
        raise Refusal("An invoice is not taken back but credited.")
    if movement.kind == Kind.REVERSAL:
        raise Refusal("This has been taken back already. Enter it anew.")
    if movement.external_source:
        raise Refusal("This was paid elsewhere: give it back there.")
    if balance is not None and movement.is_money_in:
        _not_given_back(movement, balance)


def _not_given_back(movement: LedgerTransaction, balance: BookingBalance) -> None:
    by_money = movement.method != Method.CREDIT
    left = min(balance.taken, balance.paid) if by_money else balance.paid
    if given_back(movement) or movement.amount > left:
        raise Refusal("Some of it has been given back already. Reverse the refund first.")


def _opposite(movement: LedgerTransaction, balance: BookingBalance | None) -> list[Side]:
    """How it comes back: the far sides as they were, the customer's as they are now."""
    entries = list(movement.entries.select_related("credit"))
    if balance is None or movement.kind == Kind.WRITE_OFF:
        far = entries
    else:
        far = [one for one in entries if one.account in Method.values]
    _still_whole([one.credit for one in far if one.credit and one.amount < 0])
    sides = [Side(one.account, -one.amount, one.credit) for one in far]
    if balance is None or movement.kind == Kind.WRITE_OFF:
        return sides
    if movement.kind == Kind.REFUND:
        return [*sides, *settling(balance, movement.amount)]
    held = min(movement.amount, balance.deposits)
    owed = movement.amount - held
    return [*sides, Side(Account.DEPOSITS, held), Side(Account.RECEIVABLE, owed)]


def _still_whole(given: list[StoreCredit]) -> None:
    for credit in StoreCredit.objects.select_for_update().filter(pk__in=[one.pk for one in given]):
        if credit.left_over < credit.amount:
            raise Refusal("Some of this store credit has been used already.")
