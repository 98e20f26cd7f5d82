"""Telling sleepers that there is something to read, and sleeping until told.

The log is the truth and this is only a nudge: a lost one costs a reader at most its poll.
"""

from django.db import connection, transaction

RECORDED = "crm_events"
NUMBERED = "crm_positions"
POLL = 1.0
POLL_WHILE_WORK_WAITS = 0.2


def on_commit() -> None:
    """Wake the pump once, however many events this transaction records."""
    queued = [entry[1] for entry in connection.run_on_commit]
    if _recorded not in queued:
        transaction.on_commit(_recorded, robust=True)


def notify(channel: str) -> None:
    """Wake whoever sleeps on the channel.

    Always after the commit: a NOTIFY inside the transaction would make all commits queue up.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {channel}")


def listen(channel: str) -> None:
    """Be woken by the channel: said before looking, so that nothing falls between the two."""
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {channel}")


def sleep(seconds: float) -> None:
    """Sleep until somebody speaks on a channel listened to, at most so long."""
    for _ in connection.connection.notifies(timeout=seconds, stop_after=1):
        pass


def _recorded() -> None:
    notify(RECORDED)
