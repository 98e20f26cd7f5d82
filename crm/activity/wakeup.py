"""Telling sleeping readers that there is something to read.

The log is the truth and this is only a nudge: a lost one costs a reader at most its poll.
"""

from django.db import connection, transaction

CHANNEL = "crm_events"


def on_commit() -> None:
    """Wake the readers once, however many events this transaction records."""
    queued = (hook for _, hook, *_ in connection.run_on_commit)
    if notify not in queued:
        transaction.on_commit(notify)


def notify() -> None:
    """Sent after the commit: inside the transaction it would serialise every commit."""
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")
