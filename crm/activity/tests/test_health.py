import pytest

from crm.activity import health, listeners, pump, readers
from crm.activity.models import Cursor, Event, Parked
from crm.activity.tests.make import Somebody, happen, listening
from crm.lib.ids import uuid7

pytestmark = pytest.mark.django_db


def test_the_pumps_lag_is_what_has_no_position_yet():
    assert health.unnumbered() == health.Backlog(0, None)
    first, *_ = happen(3)
    assert health.unnumbered() == health.Backlog(3, first.at)
    pump.pump()
    assert health.unnumbered().events == 0


def test_a_readers_lag_counts_only_what_it_hears():
    with listening("test.heard", print, "test.far"), listening("test.happened", print, "test.near"):
        before = {one.name: one for one in health.readers()}
        assert before["test.near"].position is None  # no worker has started it yet
        for name in ("test.near", "test.far"):
            readers.start(listeners.named(name))
        first, _ = happen(2)
        pump.pump()
        Cursor.objects.filter(pk="test.near").update(failures=2, error="ValueError: no")
        Parked.objects.create(listener="test.near", event=first, error="ValueError: no")
        near = next(one for one in health.readers() if one.name == "test.near")
        far = next(one for one in health.readers() if one.name == "test.far")
    assert (near.backlog, near.failures, near.parked) == (health.Backlog(2, first.at), 2, 1)
    assert near.verbs == ["test.happened"]
    assert (far.backlog.events, far.failures, far.parked) == (0, 0, 0)
    assert [row.event for row in health.parked(Somebody())] == [first]


def test_what_is_parked_at_another_branch_stays_there():
    here, there = uuid7(), uuid7()
    [event] = happen(1)
    Event.objects.filter(pk=event.pk).update(branch_id=here)
    Parked.objects.create(listener="test.near", event=event, error="")
    near = Somebody(sees_all_branches=False, branch_ids=frozenset({here}))
    far = Somebody(sees_all_branches=False, branch_ids=frozenset({there}))
    assert len(health.parked(near)) == 1
    assert health.parked(far) == []
