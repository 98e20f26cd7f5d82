"""The work queue, correcting and handing over, as people use them."""

import json

import pytest

from crm.accounts.tests import make as people
from crm.customers.tests.make import customer
from crm.interactions.models import Interaction
from crm.interactions.tests.make import in_hours, overdue, talk
from crm.leads import rules as leads
from crm.leads.models import FollowUp
from crm.leads.tests.make import make_lead


@pytest.fixture
def promised(branch, rory):
    row = talk(branch, rory, customer=customer(branch), follow_up_date=in_hours(3))
    return overdue(row)


@pytest.fixture
def planned(branch, rory):
    lead = make_lead(branch=branch, name="Lee Lead", assigned_to=rory)
    return leads.schedule_follow_up(lead, due_at=in_hours(70), by=rory, note="Quote")


def test_overdue_first_and_what_is_planned_on_request(as_staff, rory, promised, planned):
    browser = as_staff(rory)
    today = browser.get("/follow-ups").content.decode()
    assert "Ann Able" in today
    assert "Lee Lead" not in today
    everything = browser.get("/follow-ups/list?when=planned").content.decode()
    assert everything.index("Ann Able") < everything.index("Lee Lead")


def test_mine_everyone_s_and_nobody_s(as_staff, tess, promised):
    def shown(whose):
        return "Ann Able" in as_staff(tess).get(f"/follow-ups/list?whose={whose}").content.decode()

    from crm.customers import rules as customers

    assert [shown("mine"), shown("everyone"), shown("unassigned")] == [False, False, False]
    customers.grant(promised.customer, by=tess, reason="test", staff=tess)
    assert [shown("mine"), shown("everyone"), shown("unassigned")] == [False, True, False]
    Interaction.objects.update(follow_up_assigned_to=None)
    assert [shown("mine"), shown("everyone"), shown("unassigned")] == [False, True, True]


def test_today_tells_the_same(as_staff, rory, promised):
    assert "Ann Able" in as_staff(rory).get("/").content.decode()
    counts = as_staff(rory).get("/today/counts").content.decode()
    assert "[data-count=follow-ups]" in counts
    assert ">1<" in counts


def test_done_with_one_button_and_taken_back_from_the_toast(as_staff, rory, promised, recorded):
    browser = as_staff(rory)
    answer = browser.post(f"/interactions/{promised.pk}/outcome", {"outcome": "ANSWERED"})
    assert answer.status_code == 204
    assert "Ann Able" not in browser.get("/follow-ups/list").content.decode()
    assert browser.post(json.loads(answer["HX-Trigger"])["toast"]["undo"]).status_code == 204
    assert "Ann Able" in browser.get("/follow-ups/list").content.decode()
    assert recorded() == ["interaction.followed_up", "interaction.follow_up_reopened"]


def test_not_today(as_staff, rory, promised, planned, recorded):
    browser = as_staff(rory)
    lead_path = f"/leads/{planned.lead_id}/follow-ups/{planned.pk}"
    for path in (f"/interactions/{promised.pk}/postponement", f"{lead_path}/postponement"):
        assert browser.post(path, {"until": "tomorrow"}).status_code == 204
        assert browser.post(path, {"until": "never"}).status_code == 422
    promised.refresh_from_db()
    assert promised.follow_up_date > in_hours(0)
    assert recorded() == ["interaction.follow_up_moved", "lead.follow_up_moved"]


def test_a_lead_s_wrong_button_is_taken_back(as_staff, rory, planned):
    path = f"/leads/{planned.lead_id}/follow-ups/{planned.pk}"
    as_staff(rory).post(path, {"outcome": "UNANSWERED"})
    assert as_staff(rory).post(f"{path}/reopening").status_code == 204
    planned.lead.refresh_from_db()
    assert (planned.lead.unanswered_count, FollowUp.objects.get().done_at) == (0, None)


def typed(row, **changed):
    return {
        "interaction_type": "CALL",
        "channel": "PHONE",
        "direction": "INBOUND",
        "content": "Is it ready today?",
        "sentiment": "NEUTRAL",
        "occurred_at": row.occurred_at.strftime("%Y-%m-%dT%H:%M"),
        "version": row.version,
    } | changed


def test_it_is_corrected_in_a_dialog(as_staff, rory, promised, recorded):
    browser = as_staff(rory)
    assert "Is it ready?" in browser.get(f"/interactions/{promised.pk}").content.decode()
    answer = browser.post(f"/interactions/{promised.pk}", typed(promised, outcome="Yes"))
    before = promised.occurred_at
    promised.refresh_from_db()
    assert (answer.status_code, promised.outcome, promised.follow_up_required) == (
        204,
        "Yes",
        False,
    )
    assert recorded() == ["interaction.edited"]
    assert promised.occurred_at - before < in_hours(0) - before


def test_the_slower_of_two_keeps_what_they_typed(as_staff, rory, promised):
    path = f"/interactions/{promised.pk}"
    as_staff(rory).post(path, typed(promised, content="Theirs"))
    slower = as_staff(rory).post(path, typed(promised, content="My own words"))
    page = slower.content.decode()
    assert slower.status_code == 412
    assert "My own words" in page
    assert "Theirs" in page
    again = as_staff(rory).post(path, typed(promised, content="My own words", version=2))
    promised.refresh_from_db()
    assert (again.status_code, promised.content) == (204, "My own words")


def test_taken_back_it_leaves_the_timeline_readable(as_staff, rory, promised):
    browser = as_staff(rory)
    answer = browser.post(f"/interactions/{promised.pk}/removal")
    story = browser.get(f"/customers/{promised.customer_id}/timeline").content.decode()
    assert "Taken back." in story
    assert "Is it ready?" not in story
    browser.post(json.loads(answer["HX-Trigger"])["toast"]["undo"])
    story = browser.get(f"/customers/{promised.customer_id}/timeline").content.decode()
    assert "Is it ready?" in story


def test_logging_from_anywhere_asks_who_first(as_staff, rory, rex, promised, planned):
    browser = as_staff(rory)
    assert "Who was it with?" in browser.get("/interactions/new?type=SMS").content.decode()
    found = browser.get("/interactions/new/people?type=SMS&q=Able").content.decode()
    assert f"/customers/{promised.customer_id}/interactions?type=SMS" in found
    found = browser.get("/interactions/new/people?q=Lee").content.decode()
    assert f"/leads/{planned.lead_id}/interactions?type=CALL" in found
    assert "Nobody found" in as_staff(rex).get("/interactions/new/people?q=Able").content.decode()


def test_work_is_handed_over_after_a_look(as_staff, branch, rory, olga, promised, planned):
    nell = people.staff("Nell Newcomer", "front_desk", branch)
    path = f"/settings/team/{rory.pk}/handing-over"
    assert "2" in as_staff(olga).get(path).content.decode()
    assert "2 of 2" in as_staff(olga).get(path, {"to": nell.pk}).content.decode()
    assert as_staff(olga).post(path, {"to": "nobody"}).status_code == 422
    assert as_staff(olga).post(path, {"to": nell.pk}).status_code == 204
    assert FollowUp.objects.get().assigned_to == nell
    assert as_staff(rory).get(path).status_code == 403
    assert as_staff(nell).post("/settings/you/handing-over", {"to": rory.pk}).status_code == 204
    assert FollowUp.objects.get().assigned_to == rory


def test_who_may(as_staff, rex, mia, tess, promised, recorded):
    path = f"/interactions/{promised.pk}"
    for door in ("", "/outcome", "/postponement", "/reopening", "/removal", "/restoration"):
        assert as_staff(rex).post(f"{path}{door}").status_code == 404
        assert as_staff(mia).post(f"{path}{door}").status_code == 403
    assert as_staff(tess).post(f"{path}/removal").status_code == 403
    assert "Ann Able" not in as_staff(rex).get("/follow-ups/list?whose=everyone").content.decode()
    assert recorded() == []


@pytest.mark.parametrize("number", [1, 10, 30])
def test_the_page_costs_the_same_for_any_number(
    as_staff, rory, branch, django_assert_num_queries, number
):
    for index in range(number):
        talk(branch, rory, customer=customer(branch, f"P {index}"), follow_up_date=in_hours(2))
        lead = make_lead(branch=branch, assigned_to=rory)
        leads.schedule_follow_up(lead, due_at=in_hours(2), by=rory)
    browser = as_staff(rory)
    browser.get("/follow-ups/list?when=planned")
    with django_assert_num_queries(6):
        browser.get("/follow-ups/list?when=planned")
