"""A reader killed with SIGKILL in the middle of a batch neither skips nor doubles."""

import os
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from crm.activity import pump, readers
from crm.activity.listeners import Listener
from crm.activity.tests import dying_reader
from crm.activity.tests.make import happen

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def effects():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE effects (number int, id bigserial)")
    yield _effects
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE effects")


def _effects() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM effects ORDER BY id")
        return [number for (number,) in cursor.fetchall()]


def _killed_mid_batch(kind: str) -> None:
    """Five events; the first process dies at the third, a second one goes on."""
    readers.start(Listener(dying_reader.NAME, {}, "now"))
    happen(5)
    pump.pump()
    process = subprocess.Popen(
        [sys.executable, "-m", dying_reader.__name__, kind],
        stdout=subprocess.PIPE,
        env=os.environ | {"DATABASE_URL": _url()},
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == b"in the middle\n"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    _others_are_gone()


def _url() -> str:
    database = settings.DATABASES["default"]
    return "postgresql://{USER}@/{NAME}?host={HOST}&port={PORT}".format(**database)


def _others_are_gone() -> None:
    """The server notices a death by itself, a moment later."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND state = 'idle in transaction'"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.05)
    raise AssertionError("The killed reader's transaction is still open.")


def test_ours_answers_each_event_once(effects):
    _killed_mid_batch("ours")
    assert effects() == []  # nothing half done
    dying_reader.ours(dying_reader.effect)
    assert effects() == [1, 2, 3, 4, 5]
    dying_reader.ours(dying_reader.effect)
    assert effects() == [1, 2, 3, 4, 5]


def test_a_checkpoint_moved_at_the_fetch_skips(effects):
    _killed_mid_batch("moves_first")
    dying_reader.moves_first(dying_reader.effect)
    assert effects() == [1, 2, 3]  # four and five never happen


def test_a_checkpoint_moved_apart_from_its_effects_doubles(effects):
    _killed_mid_batch("moves_last")
    dying_reader.moves_last(dying_reader.effect)
    assert effects() == [1, 2, 3, 1, 2, 3, 4, 5]
