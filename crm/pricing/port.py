"""Who says what a repair costs: our rules or the platform, as pricing.yaml chooses.

The platform stands on a higher floor, so it is bound here by name (`crm/wiring.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from crm.pricing.asked import Asked
from crm.pricing.config import Pricing
from crm.pricing.engine import Price


@dataclass(frozen=True)
class Answer:
    """A price; from outside also the words it came in, for the record, and how long it holds."""

    price: Price
    said: dict[str, Any] | None = None
    valid_until: datetime | None = None


Source = Callable[[Asked, Pricing, Decimal], Answer]
_sources: dict[str, Source] = {}


def offer(name: str, source: Source) -> None:
    """`source` answers when pricing.yaml says `name`. It gets the question, the rules and the
    VAT rate; it refuses with a `Refusal` when it cannot answer.
    """
    _sources[name] = source


def chosen(name: str) -> Source:
    return _sources[name]
