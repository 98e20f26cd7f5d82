"""Many events answered by one rule; when that fails, one by one, as if it were not there."""

import pytest

from crm.activity import listeners, pump, readers
from crm.activity.models import Cursor, Event, Parked
from crm.activity.tests.make import happen, listening

VERB, NAME = "test.happened", "test.at_once"


@pytest.fixture
def heard():
    return []


@pytest.fixture
def listener(db, heard, monkeypatch):
    def alone(event: Event) -> None:
        if event.particulars.get("broken"):
            raise ValueError("no such lead")
        heard.append(event.particulars["number"])

    def together(events: list[Event]) -> None:
        if any(event.particulars.get("broken") for event in events):
            raise ValueError("one of them")
        heard.append([event.particulars["number"] for event in events])

    monkeypatch.setitem(listeners._at_once, NAME, together)
    with listening(VERB, alone, NAME) as listener:
        readers.start(listener)
        yield listener


def test_many_are_answered_at_once_and_once(listener, heard):
    happen(3)
    pump.pump()
    assert readers.read(listener) == 3
    assert readers.read(listener) == 0
    assert heard == [[1, 2, 3]]
    assert Cursor.objects.get(name=NAME).position == pump.head()


def test_one_alone_is_answered_alone(listener, heard):
    happen(1)
    pump.pump()
    readers.read(listener)
    assert heard == [1]


def test_what_fails_together_is_answered_one_by_one(listener, heard):
    happen(1)
    happen(1, number=2, broken=True)
    happen(1, number=3)
    pump.pump()
    while readers.read(listener) or Cursor.objects.filter(failures__gt=0).exists():
        Cursor.objects.update(retry_at=None)
    assert heard == [1, 3]
    assert Parked.objects.get(listener=NAME).event.particulars["number"] == 2
