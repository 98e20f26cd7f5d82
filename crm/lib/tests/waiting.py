"""Two transactions of which the second begins before the first has ended."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import monotonic, sleep

from django.db import connection, transaction

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def while_uncommitted(first, second):
    """What `second` comes to when it begins before `first`, which it has to wait for, commits."""
    written, results = Event(), []

    def begin():
        try:
            with transaction.atomic():
                results.append(first())
                written.set()
                _until(lambda: later.done() or _somebody_waits())
        finally:
            written.set()
            connection.close()

    def follow():
        try:
            assert written.wait(10)
            return second()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        later = pool.submit(follow)
        earlier = pool.submit(begin)
        earlier.result(timeout=30)
        return [*results, later.result(timeout=30)]


def _until(happened):
    end = monotonic() + 10
    while not happened() and monotonic() < end:
        sleep(0.02)


def _somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone() != (0,)
