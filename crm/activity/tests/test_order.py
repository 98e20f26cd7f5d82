"""What is told, and in which order; each proof also shows the naive reader that fails it."""

import time
from threading import Event as Signal
from uuid import UUID

import pytest
from django.db import connection, transaction

from crm import activity
from crm.activity import pump
from crm.activity.models import ConfigVersion, Event
from crm.activity.tests.make import Somebody, happen, in_thread, rolled_back, thing
from crm.activity.tests.naive import TailsById, TailsBySeq, TrustsTheSequence

pytestmark = pytest.mark.django_db(transaction=True)


class ByPosition:
    """What every reader of ours does: one integer, moved over numbered events."""

    def __init__(self) -> None:
        self.last = pump.head()

    def read(self) -> list[UUID]:
        pump.pump()
        events = list(Event.objects.numbered().filter(position__gt=self.last))
        self.last = max([self.last, *(event.position for event in events)])
        return [event.id for event in events]


class LateCommit:
    """A writer that inserted first and commits last."""

    def __init__(self) -> None:
        self.recorded, self.may_commit = Signal(), Signal()
        self.event: Event | None = None
        self.thread = in_thread(self._write)
        assert self.recorded.wait(5)

    def _write(self) -> None:
        with transaction.atomic():
            self.event = activity.record("test.late", about=thing(), by=Somebody())
            self.recorded.set()
            assert self.may_commit.wait(5)

    def commit(self) -> UUID:
        self.may_commit.set()
        self.thread.join(5)
        assert self.event
        return self.event.id


def test_a_rolled_back_change_is_never_told():
    reader, naive = ByPosition(), TrustsTheSequence()
    naive.read()
    with rolled_back():
        undone = activity.record("test.undone", about=thing(), by=Somebody())
    [kept] = happen()
    assert reader.read() == [kept.id]
    assert reader.read() == []
    assert naive.read() == [undone.seq, kept.seq]  # told of what never happened


def test_a_committed_change_is_always_told_however_late_it_commits():
    reader, naive = ByPosition(), TailsBySeq()
    naive.read()
    late = LateCommit()
    [early] = happen()
    assert reader.read() == [early.id]
    assert naive.read() == [early.id]
    late_id = late.commit()
    assert reader.read() == [late_id]
    assert naive.read() == []  # lost for ever: its cursor stands past the late one


def test_clocks_that_disagree_do_not_disturb_the_order(monkeypatch):
    reader, naive = ByPosition(), TailsById()
    naive.read()
    with monkeypatch.context() as other_machine:
        an_hour_ahead = time.time_ns() + 3_600_000_000_000
        other_machine.setattr("time.time_ns", lambda: an_hour_ahead)
        [first] = happen()
    assert naive.read() == [first.id]
    [second] = happen()
    assert reader.read() == [first.id, second.id]
    assert naive.read() == []  # the second machine's events are lost for an hour


def test_changes_to_one_row_keep_their_order_under_concurrent_writers():
    """Eight writers count on four rows; whoever reads meanwhile counts with them."""
    rows = [ConfigVersion.objects.create(name="counter", hash=str(n), content=0) for n in range(4)]
    done, read = Signal(), []

    def count(writer: int) -> None:
        for turn in range(25):
            with transaction.atomic():
                row = ConfigVersion.objects.select_for_update().get(pk=rows[(writer + turn) % 4].pk)
                row.content += 1
                row.save(update_fields=["content"])
                activity.record("test.counted", about=row, by=Somebody(), now=row.content)

    def follow() -> None:
        reader = ByPosition()
        started.set()
        while True:
            last_round = done.is_set()
            read.extend(reader.read())
            if last_round:
                return

    started = Signal()
    follower = in_thread(follow)
    assert started.wait(5)
    writers = [in_thread(lambda n=n: count(n)) for n in range(8)]
    for writer in writers:
        writer.join(30)
    done.set()
    follower.join(30)
    events = Event.objects.in_bulk(read)
    assert len(read) == len(events) == 200
    for row in rows:
        told = [events[key].particulars["now"] for key in read if events[key].about_id == row.pk]
        assert told == list(range(1, 51))


def test_one_pump_at_a_time_and_any_other_takes_over():
    happen(3)
    holding, release = Signal(), Signal()

    def other_worker() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [pump.ADVISORY_LOCK])
            holding.set()
            assert release.wait(5)

    other = in_thread(other_worker)
    assert holding.wait(5)
    assert pump.pump() == 0
    assert pump.is_waiting()
    release.set()
    other.join(5)
    assert pump.pump() == 3
    assert not pump.is_waiting()


def test_a_long_backlog_is_numbered_in_batches(monkeypatch):
    monkeypatch.setattr(pump, "BATCH", 4)
    events = happen(10)
    assert [pump.pump(), pump.pump(), pump.pump(), pump.pump()] == [4, 4, 2, 0]
    assert list(Event.objects.numbered().values_list("id", flat=True)) == [e.id for e in events]
