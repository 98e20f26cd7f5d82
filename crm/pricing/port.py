"""Who says what a repair costs: our rules or the platform, as pricing.yaml chooses.

The platform stands on a higher floor, so it is bound here by name (`crm/wiring.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crm.pricing.asked import Asked
from crm.pricing.config import Pricing
from crm.pricing.engine import Price


@dataclass(frozen=True)
class Answer:
    """A price and, from outside, the words it came in (for the record)."""

    price: Price
    said: dict[str, Any] | None = None


Source = Callable[[Asked, Pricing, Decimal], Answer]
_sources: dict[str, Source] = {}


def offer(name: str, source: Source) -> None:
    """`source` answers when pricing.yaml says `name`. It gets the question, the rules and the
    VAT rate; it refuses with a `Refusal` when it cannot answer.
    """
    _sources[name] = source


def chosen(name: str) -> Source:
    return _sources[name]
