"""The port to card companies: what we ask of one, whichever it is. Adapters are bound in wiring.

Amounts are pounds on this side. Every call may be repeated with its key and happens once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from crm.lib.refusal import Refusal


class CardTrouble(Exception):  # noqa: N818 - what happened, in the counter's words
    """The card company could not be asked, or did not answer: nobody knows what it has done.

    `is_final` when it answered, and said no: asking again is no use.
    """

    def __init__(self, message: str, *, is_final: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.is_final = is_final


@dataclass(frozen=True)
class CardState:
    """A card payment as the company sees it."""

    external_id: str
    status: str  # of OutsidePayment.Status
    amount: Decimal | None  # None: the news does not say
    client_secret: str = ""
    refunded: Decimal | None = None
    is_disputed: bool = False
    trouble: str = ""
    our_id: str = ""


@dataclass(frozen=True)
class CardRefund:
    external_id: str
    is_done: bool
    error: str = ""


@dataclass(frozen=True)
class CardEvent:
    """News a card company sends by itself; `state` is None for what we do not follow."""

    event_id: str
    event_type: str
    at: datetime
    state: CardState | None


class CardProcessor(Protocol):
    """A card company."""

    @property
    def name(self) -> str: ...

    def create(
        self, amount: Decimal, *, currency: str, key: str, metadata: Mapping[str, str]
    ) -> CardState:
        """Begin a payment. The same key answers the same payment."""
        ...

    def look_up(self, external_id: str) -> CardState:
        """How it stands now."""
        ...

    def refund(self, external_id: str, amount: Decimal, *, key: str) -> CardRefund:
        """Give back part of it. The same key gives back once."""
        ...

    def read_event(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> CardEvent:
        """What was sent to our webhook. Refuses (400) what is not really from them."""
        ...


_bound: dict[str, Callable[[], CardProcessor | None]] = {}


def bind(name: str, adapter: Callable[[], CardProcessor | None]) -> None:
    """Only `crm.wiring` calls this. The adapter answers None while it is switched off."""
    _bound[name] = adapter


def processor(name: str = "") -> CardProcessor:
    """The card company of this name, else the one that is switched on. Refuses without any."""
    adapters = [_bound[name]] if name in _bound else list(_bound.values())
    for adapter in adapters:
        found = adapter()
        if found is not None:
            return found
    raise Refusal("No card company is connected. Settings say how.", status=409)


def is_processed(source: str | None) -> bool:
    """Were payments of this source taken by a card company that we can ask?"""
    return source in _bound
