"""What is still to pay for a repair. The ledger knows; it stands on a higher floor, so it is
bound here (`crm/wiring.py`).
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from uuid import UUID

from crm.bookings.models import Booking

Dues = Callable[[Iterable[Booking]], Mapping[UUID, Decimal]]
_ledgers: list[Dues] = []


def known_to(ledger: Dues) -> None:
    """`ledger` says what is to pay for each of these repairs that has a price."""
    _ledgers[:] = [ledger]


def dues(bookings: Iterable[Booking]) -> Mapping[UUID, Decimal]:
    return _ledgers[0](bookings)
