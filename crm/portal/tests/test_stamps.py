"""Programs post at once; people take their time, and may press again."""

from datetime import timedelta

import pytest

from crm.leads.models import Lead
from crm.lib import clock
from crm.portal import stamps

NOW = clock.now()


@pytest.fixture
def later(monkeypatch):
    def move(**gap):
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(**gap))

    move()
    return move


def test_a_stamp_ripens_after_two_seconds_and_is_gone_the_next_day(later):
    stamp = stamps.fresh()
    later(seconds=1.9)
    assert not stamps.is_ripe(stamp)
    later(seconds=2)
    assert stamps.is_ripe(stamp)
    later(hours=25)
    assert not stamps.is_ripe(stamp)


@pytest.mark.parametrize("stamp", ["", "1:forged", "nonsense"])
def test_an_invented_stamp_never_ripens_and_is_replaced(stamp, later):
    assert not stamps.is_ripe(stamp)
    fresh = stamps.renewed(stamp)
    later(seconds=3)
    assert stamps.is_ripe(fresh)


def test_a_visitor_quicker_than_that_presses_once_more_and_is_heard(client, branch, later):
    typed = {"name": "Jo", "phone": "07700 900123", "urgency": "MEDIUM", "opened": stamps.fresh()}
    answer = client.post("/enquire", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "press Send once more" in page
    assert 'value="07700 900123"' in page
    assert typed["opened"] in page
    later(seconds=2)
    assert client.post("/enquire", typed).status_code == 303
    assert Lead.objects.get().name == "Jo"
