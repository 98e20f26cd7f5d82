"""What travels over the live socket."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from crm.activity.models import Event
from crm.lib.clock import now


@dataclass(frozen=True, kw_only=True)
class Told:
    """What decides who hears of an event.

    What happened to a customer belongs to no branch: it is told at those that know them.
    """

    verb: str
    customer_id: UUID | None
    branch_id: UUID | None
    known_at: frozenset[UUID] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Message(Told):
    """One event as it is told."""

    id: UUID
    position: int
    about_type: str
    about_id: UUID
    at: datetime

    @cached_property
    def text(self) -> str:
        """The envelope, built once for all who hear it."""
        payload = {
            "about_type": self.about_type,
            "about_id": self.about_id,
            "customer_id": self.customer_id,
            "branch_id": self.branch_id,
        }
        return envelope(self.verb, payload, at=self.at, key=self.id)


def of(event: Event, known_at: frozenset[UUID] = frozenset()) -> Message:
    assert event.position is not None  # only numbered events are told
    return Message(
        id=event.id,
        position=event.position,
        verb=event.verb,
        about_type=event.about_type,
        about_id=event.about_id,
        customer_id=event.customer_id,
        branch_id=event.branch_id,
        at=event.at,
        known_at=known_at,
    )


def word(kind: str, **payload: Any) -> str:
    """What the hub itself has to say: `hello`, `resync` or `ping`."""
    return envelope(kind, payload, at=now(), key=None)


def envelope(kind: str, payload: dict[str, Any], *, at: datetime, key: UUID | None) -> str:
    return json.dumps(
        {"type": kind, "payload": payload, "timestamp": at.isoformat(), "id": key}, default=str
    )
