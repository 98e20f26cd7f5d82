"""Writing one movement with its sides. The only place that writes the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from crm.accounts.models import Branch, Staff
from crm.bookings.models import Booking
from crm.customers.models import Customer
from crm.lib import clock
from crm.payments.models import LedgerEntry, LedgerTransaction, StoreCredit
from crm.payments.rules.holding import open_day
from crm.payments.rules.origin import Origin


@dataclass(frozen=True)
class Side:
    """One entry to be: debits are positive, credits negative; nothing at all is left out."""

    account: str
    amount: Decimal
    credit: StoreCredit | None = None


@dataclass(frozen=True)
class Whose:
    """The repair a movement is of, or a customer by themselves; and where."""

    branch: Branch
    booking: Booking | None = None
    customer: Customer | None = None

    @classmethod
    def of(cls, booking: Booking) -> "Whose":
        return cls(booking.branch, booking=booking)


def post(
    kind: str,
    sides: Iterable[Side],
    *,
    whose: Whose,
    amount: Decimal,
    by: Staff,
    origin: Origin,
    method: str = "",
    note: str = "",
    refunds: LedgerTransaction | None = None,
    reverses: LedgerTransaction | None = None,
) -> LedgerTransaction:
    """Write it down. PostgreSQL adds it to the totals, and refuses what cannot be."""
    at = origin.at or clock.now()
    movement = LedgerTransaction.objects.create(
        kind=kind,
        branch=whose.branch,
        booking=whose.booking,
        customer=whose.customer,
        trading_day=open_day(whose.branch, at),
        method=method,
        amount=amount,
        note=note.strip()[:500],
        refunds=refunds,
        reverses=reverses,
        key=origin.key or None,
        fingerprint=origin.fingerprint,
        external_source=origin.source,
        external_id=origin.external_id,
        by=by,
        occurred_at=at,
    )
    # In one statement: the totals are added up once, from all sides together.
    LedgerEntry.objects.bulk_create(
        [
            LedgerEntry(
                transaction=movement, account=side.account, amount=side.amount, credit=side.credit
            )
            for side in sides
            if side.amount
        ]
    )
    return movement
