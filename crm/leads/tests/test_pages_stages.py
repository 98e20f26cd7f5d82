"""Moving a lead along through the pages: each door calls its rule and says what happened."""

import json

import pytest

from crm.customers.models import Customer
from crm.leads import rules
from crm.leads.models import FollowUp
from crm.leads.tests.make import make_lead


@pytest.fixture
def lead(branch):
    return make_lead(branch=branch, name="Ann Able", phone="07700 900482")


@pytest.fixture
def desk(as_staff, rory):
    return as_staff(rory)


def told(response):
    return json.loads(response["HX-Trigger"])


def test_a_card_dropped_on_a_column_moves(desk, lead, recorded):
    response = desk.post(f"/leads/{lead.pk}/stage/QUALIFIED")
    lead.refresh_from_db()
    assert (response.status_code, lead.qualification_status) == (204, "QUALIFIED")
    assert told(response)["crm:lead"] == {
        "payload": {"about_type": "lead", "about_id": str(lead.pk)}
    }
    assert recorded() == ["lead.qualified"]


def test_there_is_no_column_of_another_name(desk, lead, recorded):
    assert desk.post(f"/leads/{lead.pk}/stage/CONVERTED").status_code == 404
    assert recorded() == []


def test_a_lost_lead_is_not_moved(desk, lead, rory, recorded):
    rules.lose(lead, reason="Too expensive", by=rory)
    recorded.begin()
    response = desk.post(f"/leads/{lead.pk}/stage/QUALIFIED")
    assert response.status_code == 409
    assert response.json()["detail"] == "Only an active lead can be moved. Reopen it first."
    assert recorded() == []


@pytest.mark.parametrize(
    ("door", "reason", "verb"),
    [
        ("loss", "Too expensive", "lead.lost"),
        ("disqualification", "Outside our area", "lead.disqualified"),
    ],
)
def test_it_ends_with_a_reason(desk, lead, recorded, door, reason, verb):
    response = desk.post(f"/leads/{lead.pk}/{door}", {"reason": reason})
    lead.refresh_from_db()
    assert (response.status_code, lead.status, lead.lost_reason) == (204, "LOST", reason)
    assert recorded() == [verb]


def test_another_reason_needs_words_and_keeps_them(desk, lead, recorded):
    empty = desk.post(f"/leads/{lead.pk}/loss", {"reason": "other", "words": ""})
    assert empty.status_code == 422
    assert "Say why, so that others can learn from it." in empty.content.decode()
    assert recorded() == []
    desk.post(f"/leads/{lead.pk}/loss", {"reason": "other", "words": "Moved to Leeds"})
    lead.refresh_from_db()
    assert lead.lost_reason == "Moved to Leeds"


def test_reopening_and_restoring(desk, as_staff, olga, lead, rory, recorded):
    rules.lose(lead, reason="Too expensive", by=rory)
    recorded.begin()
    assert desk.post(f"/leads/{lead.pk}/reopening").status_code == 204
    owner = as_staff(olga)
    from_its_page = {"HX-Current-URL": f"http://testserver/leads/{lead.pk}"}
    deleted = owner.post(f"/leads/{lead.pk}/deletion", headers=from_its_page)
    assert (deleted.status_code, deleted["HX-Redirect"]) == (204, "/leads")
    assert owner.get(f"/leads/{lead.pk}").status_code == 404
    assert "Ann Able" in owner.get("/leads/deleted").content.decode()
    assert owner.post(f"/leads/{lead.pk}/restoration").status_code == 200
    assert owner.get(f"/leads/{lead.pk}").status_code == 200
    assert recorded() == ["lead.reopened", "lead.deleted", "lead.restored"]


def test_conversion_says_first_who_it_would_become(desk, lead, recorded):
    page = desk.get(f"/leads/{lead.pk}/conversion").content.decode()
    assert "A new customer: Ann Able" in page
    assert recorded() == []
    response = desk.post(f"/leads/{lead.pk}/conversion")
    lead.refresh_from_db()
    assert (response.status_code, lead.status) == (204, "CONVERTED")
    assert "lead.converted" in recorded()


def test_conversion_into_somebody_known(desk, lead, branch, rory):
    known = rules.convert(
        make_lead(branch=branch, name="Anna Able", phone="07700 900482"), by=rory
    ).customer
    fresh = make_lead(branch=branch, name="Bob Busy", phone="07700 900482")
    page = desk.get(f"/leads/{fresh.pk}/conversion").content.decode()
    assert "A new customer: Bob Busy" in page
    assert f'value="{known.pk}"> ' in page
    merge = desk.get(f"/leads/{fresh.pk}/conversion?into={known.pk}").content.decode()
    assert f'value="{known.pk}" checked' in merge
    desk.post(f"/leads/{fresh.pk}/conversion", {"into": str(known.pk)})
    fresh.refresh_from_db()
    assert fresh.converted_customer == known
    assert Customer.objects.count() == 1


def test_another_branchs_customer_cannot_be_named(
    desk, as_staff, lead, rex, other_branch, recorded
):
    theirs = rules.convert(make_lead(branch=other_branch, name="Zoe Zed"), by=rex).customer
    recorded.begin()
    response = desk.post(f"/leads/{lead.pk}/conversion", {"into": str(theirs.pk)})
    assert response.status_code == 404
    assert recorded() == []


def test_another_branchs_certain_match_stays_nameless_and_is_shared(
    desk, lead, rex, other_branch, rory
):
    theirs = rules.convert(
        make_lead(branch=other_branch, name="Ann Able", phone="07700 900482"), by=rex
    ).customer
    page = desk.get(f"/leads/{lead.pk}/conversion").content.decode()
    assert "Somebody known at another branch" in page
    assert str(theirs.pk) not in page
    desk.post(f"/leads/{lead.pk}/conversion")
    assert Customer.objects.visible_to(rory).get() == theirs


def test_a_follow_up_is_planned_done_and_dropped(desk, lead, recorded):
    planned = desk.post(
        f"/leads/{lead.pk}/follow-ups",
        {"channel": "CALL", "due_at": "2099-05-04T09:15", "note": "Ask about the cable"},
    )
    follow_up = FollowUp.objects.get()
    assert planned.status_code == 204
    assert follow_up.due_at.isoformat() == "2099-05-04T08:15:00+00:00"  # the shop is on summer time
    done = desk.post(f"/leads/{lead.pk}/follow-ups/{follow_up.pk}", {"outcome": "UNANSWERED"})
    lead.refresh_from_db()
    assert (done.status_code, lead.unanswered_count) == (204, 1)
    assert recorded() == ["lead.follow_up_scheduled", "lead.follow_up_done"]


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        ("2001-01-01T09:00", "Choose a time in the future."),
        ("0001-01-01T00:00", "Choose a year from 2000 to 2200."),
        ("9999-12-31T23:59", "Choose a year from 2000 to 2200."),
    ],
)
def test_a_moment_that_cannot_be_meant_is_refused_beside_its_field(
    desk, lead, recorded, moment, says
):
    response = desk.post(f"/leads/{lead.pk}/follow-ups", {"channel": "CALL", "due_at": moment})
    assert response.status_code == 422
    assert says in response.content.decode()
    assert f'value="{moment}"' in response.content.decode()
    assert recorded() == []


def test_assigning_only_to_those_who_work_there(desk, lead, tess, rex, recorded):
    assert (
        desk.post(f"/leads/{lead.pk}/assignment", {"assigned_to": str(rex.pk)}).status_code == 422
    )
    assert recorded() == []
    assert (
        desk.post(f"/leads/{lead.pk}/assignment", {"assigned_to": str(tess.pk)}).status_code == 204
    )
    lead.refresh_from_db()
    assert lead.assigned_to == tess
    assert recorded() == ["lead.assigned"]
