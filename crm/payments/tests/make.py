"""Money, as much as a test needs."""

from decimal import Decimal

from crm.payments.models import LedgerTransaction


def sums(movement: LedgerTransaction) -> dict[str, Decimal]:
    """The movement by account."""
    found: dict[str, Decimal] = {}
    for entry in movement.entries.all():
        found[entry.account] = found.get(entry.account, Decimal(0)) + entry.amount
    return {account: amount for account, amount in found.items() if amount}
