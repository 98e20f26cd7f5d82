"""Today: what waits for whom, and what a quiet day says."""

from datetime import UTC, datetime, timedelta

import pytest

from crm.leads import rules
from crm.leads.models import FollowUp
from crm.leads.tests.make import aged, make_lead, make_many
from crm.lib import clock


def planned(lead, *, at, by):
    """A follow-up as it stands once its time has come."""
    follow_up = rules.schedule_follow_up(lead, due_at=clock.now() + timedelta(days=9), by=by)
    FollowUp.objects.filter(pk=follow_up.pk).update(due_at=at, assigned_to=by)
    aged(lead, next_follow_up=at)
    return follow_up


@pytest.fixture
def noon(monkeypatch):
    moment = datetime(2026, 7, 6, 11, 30, tzinfo=UTC)  # 12:30 in London
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


def order(page, *words):
    found = [page.index(word) for word in words]
    return found == sorted(found)


def test_mine_first_then_others_then_later(as_staff, rory, tess, branch, noon):
    leads = {name: make_lead(branch=branch, name=name) for name in ("Ann", "Bob", "Cat", "Dan")}
    planned(leads["Bob"], at=noon - timedelta(days=3), by=tess)
    planned(leads["Ann"], at=noon - timedelta(hours=1), by=rory)
    planned(leads["Cat"], at=noon + timedelta(hours=3), by=rory)
    planned(leads["Dan"], at=noon + timedelta(days=1), by=rory)
    page = as_staff(rory).get("/").content.decode()
    assert order(
        page, "Yours, overdue", ">Ann<", "Overdue with others", ">Bob<", "Later today", ">Cat<"
    )
    assert ">Dan<" not in page


def test_new_leads_without_an_answer_stand_beside(as_staff, rory, branch):
    aged(make_lead(branch=branch, name="Ann"), assigned_to=None)
    page = as_staff(rory).get("/").content.decode()
    assert order(page, "No calls are due today", "New, not answered yet", ">Ann<")


def test_a_new_lead_of_mine_waits_until_somebody_has_a_word_for_it(as_staff, rory, tess, branch):
    aged(make_lead(branch=branch, name="Ann"), assigned_to=rory)
    aged(make_lead(branch=branch, name="Bob"), assigned_to=rory, first_reply_at=clock.now())
    aged(make_lead(branch=branch, name="Cat"), assigned_to=tess)
    page = as_staff(rory).get("/").content.decode()
    assert order(page, "New, not answered yet", ">Ann<")
    assert ">Bob<" not in page
    assert ">Cat<" not in page


def test_whoever_came_back_after_silence(as_staff, rory, branch):
    lead = make_lead(branch=branch, name="Ann")
    aged(lead, status="UNRESPONSIVE")
    rules.heard_from(lead, at=clock.now(), by=rory)
    page = as_staff(rory).get("/").content.decode()
    assert order(page, "Back after silence", ">Ann<")


def test_a_quiet_day_says_what_to_do_next(as_staff, rory):
    page = as_staff(rory).get("/").content.decode()
    assert "Nothing waits for you" in page
    assert "Open the board" in page


@pytest.mark.parametrize(
    ("hour", "words"), [(7, "Good morning"), (11, "Good afternoon"), (17, "Good evening")]
)
def test_it_greets_by_the_shops_clock(as_staff, rory, monkeypatch, hour, words):
    moment = datetime(2026, 7, 6, hour, 30, tzinfo=UTC)  # London is an hour ahead in July
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert f"{words}, Rory" in as_staff(rory).get("/").content.decode()


def test_another_branch_has_its_own_day(as_staff, rory, rex, branch):
    planned(make_lead(branch=branch, name="Ann"), at=clock.now() - timedelta(hours=1), by=rory)
    aged(make_lead(branch=branch, name="Bob"), assigned_to=None)
    for path in ("/", "/today/tasks"):
        page = as_staff(rex).get(path).content.decode()
        assert "Ann" not in page
        assert "Bob" not in page


def test_the_menu_counts_what_this_person_may_see(as_staff, rory, rex, branch):
    planned(make_lead(branch=branch, name="Ann"), at=clock.now() - timedelta(hours=1), by=rory)
    assert '[data-count=today]">1<' in as_staff(rory).get("/today/counts").content.decode()
    assert '[data-count=leads]">1<' in as_staff(rory).get("/today/counts").content.decode()
    assert '[data-count=leads]"><' in as_staff(rex).get("/today/counts").content.decode()


@pytest.mark.parametrize("number", [1, 10, 30])
def test_the_day_costs_the_same_for_any_number(
    as_staff, rory, branch, django_assert_num_queries, number
):
    make_many(number, branch=branch)
    for lead in make_many(number, branch=branch, assigned_to=rory):
        now = clock.now()
        FollowUp.objects.create(
            lead=lead, due_at=now - timedelta(hours=1), assigned_to=rory, created_by=rory
        )
    browser = as_staff(rory)
    browser.get("/")
    with django_assert_num_queries(16):
        browser.get("/")


def test_strangers_sign_in_first(client, db):
    for path in ("/", "/today/tasks", "/today/counts"):
        assert client.get(path)["Location"].startswith("/sign-in")
