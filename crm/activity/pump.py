"""The one who numbers the log, so that every reader sees the same order.

Transactions commit in another order than they insert, so no reader can tail the log by id or
by `seq`: what commits late would be passed over. The pump gives committed events their
`position`, one pump at a time; positions become visible in their own order, and one integer
is all a reader has to remember. See docs/decisions/0007-positions-by-one-pump.md.
"""

from django.db import connection, transaction

from crm.activity import wakeup

ADVISORY_LOCK = 0x43524D  # "CRM"; any worker may take it over
BATCH = 1000

# Rows are numbered by `seq`, so of two changes to one locked row the earlier comes first.
_NUMBER = """
    WITH waiting AS (
        SELECT id, seq FROM activity_events WHERE position IS NULL ORDER BY seq LIMIT %s
    ), numbered AS (
        SELECT id, nextval('activity_positions') AS position FROM waiting ORDER BY seq
    )
    UPDATE activity_events AS event SET position = numbered.position
    FROM numbered WHERE event.id = numbered.id
"""


def pump() -> int:
    """Number the next batch of committed events; how many there were."""
    with transaction.atomic(), connection.cursor() as cursor:
        # A statement of its own: the next one must see all that the last pump committed.
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY_LOCK])
        if cursor.fetchone() != (True,):
            return 0
        cursor.execute(_NUMBER, [BATCH])
        numbered: int = cursor.rowcount
    if numbered:
        wakeup.notify(wakeup.NUMBERED)
    return numbered


def is_waiting() -> bool:
    """Does any committed event still lack its position?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM activity_events WHERE position IS NULL)")
        return bool(cursor.fetchone() == (True,))


def head() -> int:
    """The last position given; 0 before the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(position), 0) FROM activity_events")
        (position,) = cursor.fetchone()
    return int(position)
