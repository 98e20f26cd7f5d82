"""Amounts as they arrive: `MoneyIn` reads a JSON number, and is exact pounds by then."""

from decimal import Decimal
from typing import Any


def pounds(amount: Any) -> Decimal:
    if not isinstance(amount, Decimal):
        raise TypeError(f"{amount!r} has not been read as money.")
    return amount
