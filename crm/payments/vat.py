"""Arithmetic of VAT on prices that include it. To the penny, and the parts always add up."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from crm.payments.money import PENNY


@dataclass(frozen=True)
class Split:
    """A price with its VAT taken apart: `net` plus `vat` is `gross`."""

    net: Decimal
    vat: Decimal

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat


def split(gross: Decimal, rate: Decimal) -> Split:
    """£120 at 20 % is £100 and £20. Half a penny of VAT is rounded up."""
    vat = (gross * rate / (100 + rate)).quantize(PENNY, ROUND_HALF_UP)
    return Split(gross - vat, vat)


def share(part: Decimal, before: Decimal, whole: Split) -> Split:
    """How much net and VAT go back with `part` of an invoice, `before` having gone back already.

    Counted from the whole each time, so that the pennies of many parts end at the VAT that
    was charged, and not a penny beside it.
    """
    vat = _vat_of(before + part, whole) - _vat_of(before, whole)
    return Split(part - vat, vat)


def _vat_of(gross: Decimal, whole: Split) -> Decimal:
    return (whole.vat * gross / whole.gross).quantize(PENNY, ROUND_HALF_UP)
