"""What a lead may be worth, read from how people write a budget."""

import re
from decimal import Decimal

_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d{1,2})?)\s*(k)?", re.IGNORECASE)
MOST = Decimal("99999999.99")


def middle_of(budget_range: str) -> Decimal:
    """The middle of `£100-£200` is 150; one number is itself; no number is 0.

    `1k` is a thousand. Only the first two numbers count.
    """
    found = [
        Decimal(digits.replace(",", "")) * (1000 if thousand else 1)
        for digits, thousand in _NUMBER.findall(budget_range)[:2]
    ]
    if not found:
        return Decimal(0)
    return min(sum(found, Decimal(0)) / len(found), MOST).quantize(Decimal("0.01"))
