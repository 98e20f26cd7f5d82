"""Pounds inside, always `Decimal` with two places; pence only at the doors of other systems."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NewType

from crm.lib.refusal import Refusal

Pence = NewType("Pence", int)
PENNY = Decimal("0.01")
NOTHING = Decimal("0.00")
MOST = Decimal("99999999.99")


def from_pence(pence: Pence) -> Decimal:
    """What a card processor or a platform counts in whole pence, in pounds."""
    if isinstance(pence, bool) or not isinstance(pence, int):
        raise TypeError(f"{pence!r} is no whole number of pence.")
    return Decimal(pence).scaleb(-2).quantize(PENNY)


def to_pence(pounds: Decimal) -> Pence:
    """The same the other way. An amount finer than a penny is a mistake of ours."""
    if not isinstance(pounds, Decimal) or pounds != pounds.quantize(PENNY):
        raise TypeError(f"{pounds!r} is no amount of pounds and pence.")
    return Pence(int(pounds.scaleb(2)))


def positive(amount: Decimal, *, field: str = "amount") -> Decimal:
    """The amount to the penny. Refuses (422) nothing, less than nothing, and the impossible."""
    if not isinstance(amount, Decimal):
        raise TypeError(f"{amount!r} is no Decimal.")
    if not amount.is_finite() or not PENNY <= amount <= MOST:
        raise Refusal("An amount is more than £0.", field=field, status=422)
    return amount.quantize(PENNY, ROUND_HALF_UP)


def written(amount: Decimal) -> str:
    """£1,234.50, for sentences that rules say."""
    return f"£{amount:,.2f}"
