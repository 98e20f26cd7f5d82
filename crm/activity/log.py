"""Appending to the log, in the transaction of whatever happened."""

from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from django.db.models import Model
from django.db.transaction import TransactionManagementError

from crm.activity import listeners, wakeup
from crm.activity.models import Event
from crm.lib import clock
from crm.lib.ids import UUID7_SQL

DEEPEST = 10
# Bulk rules exist for customers alone, so a row's own id is also the customer concerned.
_RECORD_ROWS = f"""
    INSERT INTO activity_events (id, at, verb, about_type, about_id, customer_id, branch_id,
        actor_id, actor_name, particulars, depth)
    SELECT {UUID7_SQL}, %s, %s, kind.name, r.id,
        CASE kind.name WHEN 'customer' THEN r.id END, %s::uuid, %s, %s,
        coalesce(r.particulars, '{{{{}}}}'), 0
    FROM ({{rows}}) r, (SELECT %s::text AS name) kind
"""  # noqa: S608 - an expression of our own


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


def record_rows(verb: str, rows: str, *, kind: str, by: Actor, branch: Model | UUID | None) -> int:
    """Append one event for each row of a query that yields `id` and `particulars`; how many.

    For bulk rules, whose rows stand in a temporary table: `rows` is code, never input. It
    refuses a verb that something listens to within the transaction, since that would need
    each event in hand.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError(f"{verb} must be recorded with its change, in atomic().")
    if listeners.has_within(verb):
        raise RuntimeError(f"{verb} has listeners within, so it cannot be recorded in bulk.")
    with connection.cursor() as cursor:
        cursor.execute(
            _RECORD_ROWS.format(rows=rows), [clock.now(), verb, _key(branch), by.pk, str(by), kind]
        )
        recorded = int(cursor.rowcount)
    wakeup.on_commit()
    return recorded


def kind(thing: Model) -> str:
    """How the log names a thing's type: `lead`, `customer`, `staff`."""
    return thing._meta.model_name or ""  # noqa: SLF001 - Django documents _meta as public


def _key(thing: Model | UUID | None) -> UUID | None:
    return thing.pk if isinstance(thing, Model) else thing
