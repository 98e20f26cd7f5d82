"""`crm migrate`: however many machines start at once, one brings the tables up to date."""

import threading
import time

import pytest
from django.db import connection

from crm.cli import chores


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_another_that_takes_longer_than_a_lock_may():
    holds, done = threading.Event(), threading.Event()

    def another() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [chores.MIGRATION_LOCK])
            holds.set()
            time.sleep(0.5)
            done.set()
            cursor.execute("SELECT pg_advisory_unlock(%s)", [chores.MIGRATION_LOCK])
        connection.close()

    other = threading.Thread(target=another)
    other.start()
    holds.wait()
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    chores.bring_up_to_date()
    assert done.is_set()
    other.join()
    connection.close()
