"""A reader in a process of its own that is killed in the middle of a batch.

`python -m crm.activity.tests.dying_reader KIND` reads as our readers do (`ours`), or as the
naive ones do that move their checkpoint when they fetch (`moves_first`) or after they have
answered (`moves_last`). At the third event it says so and waits to be killed.
"""

import sys
import time

import django
from django.db import connection, transaction

VERB = "test.happened"
NAME = "test.dies"
FATAL = 3


def effect(event) -> None:
    """One row for every time an event was answered."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO effects (number) VALUES (%s)", [event.particulars["number"]])


def fatal_effect(event) -> None:
    effect(event)
    if event.particulars["number"] == FATAL:
        sys.stdout.write("in the middle\n")
        sys.stdout.flush()
        time.sleep(60)


def ours(answer) -> None:
    from crm.activity import readers
    from crm.activity.listeners import Listener

    readers.read(Listener(NAME, {VERB: answer}, "now"))


def moves_first(answer) -> None:
    """The checkpoint says how far was fetched."""
    events = _fetched()
    if events:
        _checkpoint(events[-1].position)
    for event in events:
        answer(event)


def moves_last(answer) -> None:
    """The checkpoint says how far was answered, in a transaction of its own."""
    events = _fetched()
    for event in events:
        answer(event)
    if events:
        _checkpoint(events[-1].position)


def _fetched():
    from crm.activity.models import Cursor, Event

    last = Cursor.objects.get(pk=NAME).position
    return list(Event.objects.numbered().filter(position__gt=last))


@transaction.atomic
def _checkpoint(position: int) -> None:
    from crm.activity.models import Cursor

    Cursor.objects.filter(pk=NAME).update(position=position)


KINDS = {"ours": ours, "moves_first": moves_first, "moves_last": moves_last}

if __name__ == "__main__":
    django.setup()
    KINDS[sys.argv[1]](fatal_effect)
