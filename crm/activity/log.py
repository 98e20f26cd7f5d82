"""Appending to the log, in the transaction of whatever happened."""

from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from django.db.models import Model
from django.db.transaction import TransactionManagementError

from crm.activity import listeners, wakeup
from crm.activity.models import Event

DEEPEST = 10


class Actor(Protocol):
    """Whoever acts: a row of staff, which lives on a higher floor."""

    @property
    def pk(self) -> Any: ...

    def __str__(self) -> str: ...


class RunawayError(RuntimeError):
    """Events cause events without end: two listeners answer each other."""


def record(
    verb: str,
    *,
    about: Model,
    by: Actor,
    customer: Model | UUID | None,
    branch: Model | UUID | None,
    part_of: Model | UUID | None,
    particulars: dict[str, Any],
) -> Event:
    """Append one event and run what must never be half true with it.

    The event lives and dies with the caller's transaction. The customer and the branch are
    those of `about` unless told otherwise. `part_of` names the larger thing whose story this
    belongs to: the lead of a call.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError(f"{verb} must be recorded with its change, in atomic().")
    cause = listeners.cause()
    depth = cause.depth + 1 if cause else 0
    if depth > DEEPEST:
        raise RunawayError(f"{verb} is {depth} events away from what a person did.")
    event = Event.objects.create(
        verb=verb,
        about_type=kind(about),
        about_id=about.pk,
        part_of=_key(part_of),
        customer_id=_key(customer) or getattr(about, "customer_id", None),
        branch_id=_key(branch) or getattr(about, "branch_id", None),
        actor_id=by.pk,
        actor_name=str(by),
        particulars=particulars,
        cause=cause.id if cause else None,
        depth=depth,
    )
    wakeup.on_commit()
    listeners.run_within(event)
    return event


def kind(thing: Model) -> str:
    """How the log names a thing's type: `lead`, `customer`, `staff`."""
    return thing._meta.model_name or ""  # noqa: SLF001 - Django documents _meta as public


def _key(thing: Model | UUID | None) -> UUID | None:
    return thing.pk if isinstance(thing, Model) else thing
