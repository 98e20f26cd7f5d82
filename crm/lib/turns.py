"""Taking turns: whoever decides about the same thing waits for the one who came first."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


def wait_for(*subject: str) -> None:
    """Hold, until the transaction ends, the only right to decide about this subject."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ["\x1f".join(subject)]
        )


@contextmanager
def alone(*subject: str) -> Iterator[bool]:
    """Whether nobody else is at this; then nobody else begins before the block ends.

    For work of many transactions. PostgreSQL lets go by itself when the process dies.
    """
    lock = ["\x1f".join(subject)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", lock)
        ((is_mine,),) = cursor.fetchall()
    try:
        yield is_mine
    finally:
        if is_mine and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", lock)
