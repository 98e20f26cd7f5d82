import pytest

from crm.accounts import rules as accounts
from crm.activity.models import Event
from crm.leads.tests.make import make_lead
from crm.lib import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(branch, rory):
    return make_lead(branch=branch, by=rory, name="Hannah Price")


def lines(browser, **query):
    return [line.event.verb for line in browser.get("/settings/activity", query).context["lines"]]


def test_the_owner_reads_everything_newest_first(as_staff, lead, rory, olga):
    accounts.disable(rory, by=olga)
    assert lines(as_staff(olga)) == ["staff.disabled", "lead.created"]


def test_it_narrows_by_person_kind_and_day(as_staff, lead, rory, olga):
    accounts.disable(rory, by=olga)
    browser, today = as_staff(olga), clock.now().date().isoformat()
    assert lines(browser, person=str(olga.pk)) == ["staff.disabled"]
    assert lines(browser, kind="lead") == ["lead.created"]
    Event.objects.filter(verb="lead.created").update(at=clock.now().replace(year=2020))
    assert lines(browser, day=today) == ["staff.disabled"]


def test_another_branch_and_the_business_as_a_whole_stay_hidden(as_staff, lead, rory, rex, olga):
    accounts.rename_self(rory, name="Rory R")
    assert lines(as_staff(rory)) == ["lead.created"]
    assert lines(as_staff(rex)) == []


def test_a_mistyped_filter_says_so(as_staff, olga):
    answer = as_staff(olga).get("/settings/activity", {"day": "yesterday", "person": "nobody"})
    assert answer.status_code == 422
    assert "Enter a valid date" in answer.content.decode()


def test_a_made_up_cursor_is_refused(as_staff, olga):
    assert as_staff(olga).get("/settings/activity", {"cursor": "x"}).status_code == 422


def test_a_technician_may_not_read_it(as_staff, tess):
    assert as_staff(tess).get("/settings/activity").status_code == 403


@pytest.mark.parametrize("count", [1, 10, 100])
def test_the_same_statements_for_every_length(
    as_staff, olga, lead, count, django_assert_num_queries
):
    known = Event.objects.values().get(verb="lead.created")
    del known["id"], known["seq"]
    Event.objects.bulk_create(Event(**known) for _ in range(count))
    browser = as_staff(olga)
    with django_assert_num_queries(6):
        browser.get("/settings/activity")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_outside_the_calendar_is_a_mistake(as_staff, olga, day):
    assert as_staff(olga).get("/settings/activity", {"day": day}).status_code == 422
