import pytest

from crm.accounts.tests import make
from crm.activity.models import Event, Parked
from crm.activity.tests.make import listening
from crm.leads.tests.make import make_lead

pytestmark = pytest.mark.django_db
PAGE = "/settings/health"


@pytest.fixture
def parked(branch, rory):
    make_lead(branch=branch, by=rory, name="Hannah Price")
    event = Event.objects.get(verb="lead.created")
    return Parked.objects.create(listener="test.scores", event=event, error="ValueError: no rule")


def test_it_shows_what_is_parked_and_why(as_staff, olga, parked):
    page = as_staff(olga).get(PAGE).content.decode()
    assert "ValueError: no rule" in page
    assert f"{PAGE}/parked/{parked.pk}" in page


def test_a_replay_answers_the_event_and_is_recorded(as_staff, olga, parked, recorded):
    answered = []
    with listening("lead.created", lambda event: answered.append(event.pk), "test.scores"):
        answer = as_staff(olga).post(f"{PAGE}/parked/{parked.pk}", follow=True)
    assert answered == [parked.event_id]
    assert "Done: the event has been answered." in answer.content.decode()
    assert recorded() == ["activity.replayed"]


def test_a_replay_that_fails_again_says_so_and_stays(as_staff, olga, parked, recorded):
    answer = as_staff(olga).post(f"{PAGE}/parked/{parked.pk}", follow=True)
    assert "Nothing listens to this event any more." in answer.content.decode()
    assert Parked.objects.filter(pk=parked.pk).exists()
    assert recorded() == []


def test_a_manager_may_look_but_not_replay(as_staff, branch, parked):
    browser = as_staff(make.staff("Mona Manager", "manager", branch))
    assert "Replay" not in browser.get(PAGE).content.decode()
    assert browser.post(f"{PAGE}/parked/{parked.pk}").status_code == 403


def test_the_front_desk_may_not_look(as_staff, rory):
    assert as_staff(rory).get(PAGE).status_code == 403
