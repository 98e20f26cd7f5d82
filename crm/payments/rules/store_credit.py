"""What the shop owes a customer in kind: given for goodwill or in place of money, and used."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.customers.models import Customer
from crm.lib.refusal import Refusal
from crm.payments import money
from crm.payments.models import Account, Kind, LedgerTransaction, StoreCredit
from crm.payments.rules.origin import HERE, Origin
from crm.payments.rules.posting import Side, Whose, post


@transaction.atomic
def give_credit(
    customer: Customer,
    amount: Decimal,
    *,
    reason: str,
    by: Staff,
    branch: Branch,
    origin: Origin = HERE,
) -> LedgerTransaction:
    """Goodwill: the customer may pay with it, and it is never handed out as money."""
    amount = money.positive(amount)
    if not reason.strip():
        raise Refusal("Say what it is for.", field="reason", status=422)
    origin = origin.standing_for(Kind.CREDIT, customer.pk, amount)
    if done := origin.done():
        return done
    movement = post(
        Kind.CREDIT,
        [Side(Account.GOODWILL, amount), granted(customer, amount, reason)],
        whose=Whose(branch, customer=customer),
        amount=amount,
        by=by,
        origin=origin,
        note=reason,
    )
    activity.record(
        "payment.credit_given",
        about=customer,
        by=by,
        customer=customer,
        branch=branch,
        payment_id=str(movement.pk),
        amount=str(amount),
        reason=movement.note,
    )
    return movement


def granted(customer: Customer, amount: Decimal, reason: str) -> Side:
    """A new store credit, as the side of the movement that gives it."""
    credit = StoreCredit.objects.create(customer=customer, amount=amount, reason=reason[:255])
    return Side(Account.CREDIT, -amount, credit)


def drawn(customer: Customer, amount: Decimal) -> list[Side]:
    """Sides that use the customer's credit, the oldest first. Refuses more than they have."""
    sides, missing = [], amount
    held = StoreCredit.objects.select_for_update().filter(customer=customer, left_over__gt=0)
    for credit in held.order_by("created_at", "pk"):
        part = min(missing, credit.left_over)
        if part:
            sides.append(Side(Account.CREDIT, part, credit))
            missing -= part
    if missing:
        have = money.written(amount - missing)
        raise Refusal(f"{customer.name} has {have} of store credit.", field="amount")
    return sides


def available(customer: Customer) -> Decimal:
    """What the customer could pay with now."""
    held = StoreCredit.objects.filter(customer=customer, left_over__gt=0)
    return held.aggregate(sum=Sum("left_over"))["sum"] or money.NOTHING
