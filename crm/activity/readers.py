"""Listeners read the log: each holds one integer, and its effects commit together with it."""

import logging
import time

from django.db import connection, transaction

from crm.activity import parking, pump
from crm.activity.listeners import Listener
from crm.activity.models import Cursor, Event
from crm.lib.clock import now

log = logging.getLogger(__name__)

BATCH = 100
SLICE = 0.5  # seconds of effects in one transaction: others wait for the rows it locks
# A listener that hears nothing moves its cursor only now and then, not at every event.
QUIET_STRIDE = 200


def start(listener: Listener) -> None:
    """Give a new listener its place: the end of the log, unless its wiring says otherwise."""
    position = pump.head() if listener.since == "now" else 0
    Cursor.objects.get_or_create(name=listener.name, defaults={"position": position})


@transaction.atomic
def read(listener: Listener) -> int:
    """Answer the next events the listener hears; how many are done with.

    While another worker reads for the same listener, this one leaves it to that.
    """
    cursor = Cursor.objects.select_for_update(skip_locked=True).filter(pk=listener.name).first()
    if cursor is None or (cursor.retry_at and cursor.retry_at > now()):
        return 0
    end = pump.head()
    heard = Event.objects.numbered().filter(
        position__gt=cursor.position, position__lte=end, verb__in=listener.verbs
    )
    events = list(heard[:BATCH])
    done = _answer(listener, cursor, events)
    if not events and end - cursor.position >= QUIET_STRIDE:
        cursor.position = end
    elif not events:
        return 0
    cursor.moved_at = now()
    cursor.save()
    return done


def is_retrying() -> bool:
    """Is some listener about to try a failed event again?"""
    return Cursor.objects.filter(failures__gt=0).exists()


def _answer(listener: Listener, cursor: Cursor, events: list[Event]) -> int:
    """Take the events in order until one must wait for another attempt or the slice is over."""
    if len(events) > 1 and not cursor.failures and _all_at_once(listener, events):
        parking.succeeded(cursor, events[-1])
        return len(events)
    until = time.monotonic() + SLICE
    for done, event in enumerate(events):
        if time.monotonic() > until:
            return done
        error = _attempt(listener, event)
        if error is None:
            parking.succeeded(cursor, event)
        elif not parking.gives_up(cursor, event, error):
            return done
    return len(events)


def _all_at_once(listener: Listener, events: list[Event]) -> bool:
    """Answer all together, wholly or not at all; one by one shows which of them is to blame."""
    if listener.at_once is None:
        return False
    try:
        with transaction.atomic():
            listener.at_once(events)
            connection.check_constraints()
    except Exception:
        if not connection.is_usable():
            raise
        log.exception("%s could not answer %d events at once", listener.name, len(events))
        return False
    return True


def _attempt(listener: Listener, event: Event) -> Exception | None:
    """Answer one event so that its failure undoes only its own effect."""
    try:
        with transaction.atomic():
            listener.answer(event)
            # A foreign key is checked at the commit, which would fail the whole batch for it.
            connection.check_constraints()
    except Exception as error:
        if not connection.is_usable():
            raise  # the database went away, which is not the event's fault
        log.exception("%s could not answer %s", listener.name, event.id)
        return error
    return None
