"""What follows from an event: cursor and effect together, failures parked, replayable."""

from datetime import timedelta

import pytest
from django.db import transaction

from crm import activity
from crm.activity import listeners, parking, pump, readers
from crm.activity.models import ConfigVersion, Cursor, Event, Parked
from crm.activity.tests.make import Somebody, happen, listening, thing
from crm.lib.ids import uuid7
from crm.lib.refusal import Refusal

VERB = "test.happened"


@pytest.fixture
def answered() -> list[int]:
    return []


@pytest.fixture
def listener(db, answered):
    def rule(event: Event) -> None:
        if event.particulars.get("broken"):
            raise ValueError("no such lead")
        answered.append(event.particulars["number"])

    with listening(VERB, rule, "test.listens") as listener:
        readers.start(listener)
        yield listener


def read_all(listener: listeners.Listener) -> None:
    """Read until nothing is left, with every pause between attempts already over."""
    pump.pump()
    while readers.read(listener) or Cursor.objects.filter(failures__gt=0).exists():
        Cursor.objects.update(retry_at=None)


def test_a_listener_answers_its_verbs_in_order_and_once(listener, answered):
    happen(3)
    with transaction.atomic():
        activity.record("test.other", about=thing(), by=Somebody())
    read_all(listener)
    read_all(listener)
    assert answered == [1, 2, 3]


def test_a_new_listener_starts_at_the_end(db, answered):
    happen(3)
    pump.pump()
    with listening(VERB, lambda e: answered.append(e.particulars["number"]), "test.new") as new:
        readers.start(new)
        happen(1, number=4)
        read_all(new)
    assert answered == [4]


def test_a_new_listener_can_be_told_to_catch_up(db, answered):
    happen(3)
    pump.pump()
    new = listeners.Listener(
        "test.new", {VERB: lambda e: answered.append(e.particulars["number"])}, "beginning"
    )
    readers.start(new)
    read_all(new)
    assert answered == [1, 2, 3]


def test_an_event_that_fails_is_tried_five_times_then_parked(listener, answered):
    happen(1)
    [broken] = happen(1, broken=True)
    happen(1, number=3)
    pump.pump()
    for attempt in range(1, 5):
        readers.read(listener)
        cursor = Cursor.objects.get(pk="test.listens")
        assert (cursor.failures, cursor.error) == (attempt, "ValueError: no such lead")
        assert answered == [1]
        assert readers.is_retrying()
        assert readers.read(listener) == 0  # not before its pause is over
        Cursor.objects.update(retry_at=None)
    readers.read(listener)
    assert answered == [1, 3]
    assert not readers.is_retrying()
    parked = Parked.objects.get()
    assert (parked.listener, parked.event_id) == ("test.listens", broken.id)
    assert parked.error == "ValueError: no such lead"


def test_the_pause_between_attempts_doubles(listener):
    happen(1, broken=True)
    pump.pump()
    pauses = []
    for _ in range(4):
        readers.read(listener)
        cursor = Cursor.objects.get()
        pauses.append(round((cursor.retry_at - cursor.moved_at) / timedelta(milliseconds=100)))
        Cursor.objects.update(retry_at=None)
    assert pauses == [2, 4, 8, 16]


def test_a_failure_undoes_only_its_own_effect(db):
    def rule(event: Event) -> None:
        ConfigVersion.objects.create(name="effect", hash=event.particulars["number"], content={})
        if event.particulars["number"] == 2:
            raise ValueError

    with listening(VERB, rule, "test.writes") as listener:
        readers.start(listener)
        happen(3)
        read_all(listener)
    assert list(ConfigVersion.objects.order_by("hash").values_list("hash", flat=True)) == ["1", "3"]


def test_a_foreign_key_that_fails_at_commit_is_parked_too(db):
    def rule(event: Event) -> None:
        Parked.objects.create(listener="ghost", event_id=uuid7(), error="")

    with listening(VERB, rule, "test.dangles") as listener:
        readers.start(listener)
        happen(1)
        read_all(listener)
    assert Parked.objects.get().error.startswith("IntegrityError")


def test_what_a_listener_records_names_its_cause(db):
    subject = thing()
    with listening(
        VERB, lambda e: activity.record("test.follows", about=subject, by=Somebody()), "test.chain"
    ) as listener:
        readers.start(listener)
        [first] = happen(1)
        read_all(listener)
    follower = Event.objects.get(verb="test.follows")
    assert (follower.cause, follower.depth) == (first.id, 1)


def test_two_listeners_that_answer_each_other_end_parked(db):
    with listening(VERB, lambda e: happen(1), "test.echoes") as listener:
        readers.start(listener)
        happen(1)
        for _ in range(12):
            read_all(listener)
    assert Event.objects.count() == 11
    assert Parked.objects.get().error == (
        "RunawayError: test.happened is 11 events away from what a person did."
    )


def test_a_quiet_listener_moves_on_now_and_then(listener, monkeypatch):
    monkeypatch.setattr(readers, "QUIET_STRIDE", 3)
    happen(1)
    read_all(listener)
    start = Cursor.objects.get().position
    for expected in (start, start, start + 3):
        with transaction.atomic():
            activity.record("test.other", about=thing(), by=Somebody())
        read_all(listener)
        assert Cursor.objects.get().position == expected


def test_a_parked_event_is_replayed_once_its_cause_is_mended(listener, answered, recorded):
    olga = Somebody()
    [broken] = happen(1, broken=True)
    read_all(listener)
    parked = Parked.objects.get()
    with pytest.raises(Refusal, match="It failed again: ValueError: no such lead"):
        parking.replay(parked.pk, by=olga)
    assert recorded() == [VERB]
    Event.objects.filter(pk=broken.pk).update(particulars={"number": 7})
    parking.replay(parked.pk, by=olga)
    assert answered == [7]
    assert not Parked.objects.exists()
    assert recorded() == [VERB, "activity.replayed"]
    with pytest.raises(Refusal, match="answered already"):
        parking.replay(parked.pk, by=olga)


def test_a_retired_listener_cannot_be_replayed(db):
    [event] = happen(1)
    parked = Parked.objects.create(listener="test.gone", event=event, error="x")
    with pytest.raises(Refusal, match="Nothing listens"):
        parking.replay(parked.pk, by=Somebody())
    assert Parked.objects.exists()


def test_one_name_cannot_follow_a_verb_twice(listener):
    with pytest.raises(ValueError, match="already listens"):
        listeners.after(VERB, print, name="test.listens", since="now")
