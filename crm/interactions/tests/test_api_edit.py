"""Correcting, taking back and following up through the API."""

from datetime import datetime

import pytest

from crm.customers import rules as customers
from crm.customers.tests.make import customer
from crm.interactions import rules
from crm.interactions.models import Interaction
from crm.interactions.tests.make import in_hours, talk
from crm.leads import rules as leads
from crm.leads.tests.make import make_lead

CALL = {"interaction_type": "CALL", "direction": "OUTBOUND", "content": "Quoted £149"}


@pytest.fixture
def said(branch, rory):
    return talk(branch, rory, customer=customer(branch), follow_up_date=in_hours(3))


def test_put_says_it_again_under_a_new_version(api, rory, tess, said, recorded):
    wanted = CALL | {"sentiment": "POSITIVE", "outcome": "Comes in", "staff_member_id": tess.pk}
    first = api(rory).get(f"/interactions/{said.pk}")
    answer = api(rory).put(f"/interactions/{said.pk}", wanted, if_match=first["ETag"])
    body = answer.json()
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    assert (body["content"], body["sentiment"], body["outcome"]) == (
        "Quoted £149",
        "POSITIVE",
        "Comes in",
    )
    assert body["staff_member_id"] == str(tess.pk)
    assert (body["follow_up_required"], body["follow_up_date"]) == (False, None)
    assert (body["booking_id"], body["occurred_at"]) == (None, first.json()["occurred_at"])
    assert recorded() == ["interaction.edited"]


def test_a_stale_put_or_delete_changes_nothing(api, rory, said, recorded):
    put = api(rory).put(f"/interactions/{said.pk}", CALL, if_match='"7"')
    gone = api(rory).delete(f"/interactions/{said.pk}", if_match='"7"')
    assert (put.status_code, gone.status_code) == (412, 412)
    assert recorded() == []


def test_delete_hides_and_restore_brings_back(api, rory, said, recorded):
    customer_path = f"/customers/{said.customer_id}/interactions"
    assert api(rory).delete(f"/interactions/{said.pk}").status_code == 204
    assert api(rory).get(f"/interactions/{said.pk}").status_code == 404
    assert api(rory).get(customer_path).json()["total"] == 0
    assert api(rory).get("/follow-ups").json()["items"] == []
    assert api(rory).post(f"/interactions/{said.pk}/restore").status_code == 200
    assert api(rory).get(customer_path).json()["total"] == 1
    assert recorded() == ["interaction.removed", "interaction.restored"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"follow_up_required": True}, "follow_up_required"),
        (
            {"follow_up_required": False, "follow_up_date": "2190-01-01T00:00:00Z"},
            "follow_up_required",
        ),
        ({"follow_up_date": "2020-01-01T00:00:00Z"}, "follow_up_date"),
        ({"staff_member_id": "01930000-0000-7000-8000-000000000000"}, "staff_member_id"),
        ({"booking_id": None}, "booking_id"),
        ({"customer_id": "x"}, "customer_id"),
        ({"sentiment": "FURIOUS"}, "sentiment"),
    ],
)
def test_bad_input_is_refused_by_name(api, rory, said, recorded, change, field):
    response = api(rory).put(f"/interactions/{said.pk}", CALL | change)
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, field)
    assert recorded() == []


def test_what_is_due_comes_from_leads_and_customers_the_longest_due_first(
    api, rory, branch, said, django_assert_num_queries
):
    lead = make_lead(branch=branch, name="Lee Lead", assigned_to=rory)
    leads.schedule_follow_up(lead, due_at=in_hours(1), by=rory, note="Quote")
    talk(branch, rory, customer=customer(branch, "Zoe Zed"), follow_up_date=in_hours(9))
    first = api(rory).get("/follow-ups", {"limit": 2, "whose": "mine"}).json()
    rest = api(rory).get(
        "/follow-ups", {"limit": 2, "whose": "mine", "cursor": first["next_cursor"]}
    )
    names = [row["name"] for row in first["items"] + rest.json()["items"]]
    assert names == ["Lee Lead", "Ann Able", "Zoe Zed"]
    assert (first["total"], rest.json()["next_cursor"]) == (3, None)
    assert first["items"][0]["lead_id"] == str(lead.pk)
    assert first["items"][1]["interaction_id"] == str(said.pk)
    assert api(rory).get("/follow-ups", {"whose": "unassigned"}).json()["total"] == 0


def test_an_exchange_with_a_lead_tells_what_came_of_its_follow_up(api, rory, branch):
    lead = make_lead(branch=branch, assigned_to=rory)
    row = talk(branch, rory, lead=lead, follow_up_date=in_hours(1))
    leads.complete_follow_up(lead.follow_ups.get(), by=rory, outcome="ANSWERED")
    body = api(rory).get(f"/interactions/{row.pk}").json()
    assert (body["follow_up_outcome"], body["follow_up_assigned_to"]) == ("ANSWERED", str(rory.pk))
    assert body["follow_up_done_at"] is not None


@pytest.mark.parametrize("through", ["exchange", "lead"])
def test_what_becomes_of_a_lead_s_follow_up_is_another_version(api, rory, branch, through):
    """The ETag changes with what is shown, whichever door it was done by; twice is once."""
    lead = make_lead(branch=branch, assigned_to=rory)
    row = talk(branch, rory, lead=lead, follow_up_date=in_hours(1))
    planned, path, later = lead.follow_ups.get(), f"/interactions/{row.pk}", in_hours(5)

    def done():
        if through == "exchange":
            return api(rory).post(f"{path}/complete-follow-up")["ETag"]
        return leads.complete_follow_up(planned, by=rory) and api(rory).get(path)["ETag"]

    def moved():
        door, what = (rules, row) if through == "exchange" else (leads, planned)
        door.postpone_follow_up(what, due_at=later, by=rory)
        return api(rory).get(path)

    def open_again():
        door, what = (rules, row) if through == "exchange" else (leads, planned)
        door.reopen_follow_up(what, by=rory)
        return api(rory).get(path)

    assert (api(rory).get(path)["ETag"], done(), done()) == ('"1"', '"2"', '"2"')
    assert api(rory).get(path)["ETag"] == '"2"'
    again = open_again()
    assert (again["ETag"], again.json()["follow_up_done_at"]) == ('"3"', None)
    answer = moved()
    shown = datetime.fromisoformat(answer.json()["follow_up_date"])
    assert (answer["ETag"], shown) == ('"4"', later)
    stale = api(rory).post(f"{path}/complete-follow-up", if_match='"3"')
    assert stale.status_code == 412


def test_following_up_through_the_api(api, tess, rory, said, recorded):
    later = {"due_at": "2190-01-01T10:00:00Z"}
    moved = api(rory).post(f"/interactions/{said.pk}/postpone-follow-up", later).json()
    assert moved["follow_up_date"] == "2190-01-01T10:00:00.000000Z"
    done = (
        api(rory)
        .post(f"/interactions/{said.pk}/complete-follow-up", {"outcome": "UNANSWERED"})
        .json()
    )
    assert done["follow_up_outcome"] == "UNANSWERED"
    assert recorded() == ["interaction.follow_up_moved", "interaction.followed_up"]


def test_nobody_elsewhere_touches_it(api, rex, tess, mia, said, recorded):
    path = f"/interactions/{said.pk}"
    assert api(rex).put(path, CALL).status_code == 404
    assert api(rex).delete(path).status_code == 404
    assert api(rex).post(f"{path}/complete-follow-up").status_code == 404
    assert api(rex).get("/follow-ups").json()["items"] == []
    assert api(tess).put(path, CALL).status_code == 403
    assert api(mia).post(f"{path}/complete-follow-up").status_code == 403
    assert recorded() == []
    assert Interaction.objects.visible_to(said.staff_member).exists()


@pytest.mark.parametrize("number", [1, 10, 50])
def test_the_queue_costs_the_same_for_any_number(
    api, rory, branch, django_assert_num_queries, number
):
    for index in range(number):
        talk(branch, rory, customer=customer(branch, f"P {index}"), follow_up_date=in_hours(2))
    client = api(rory)
    client.get("/follow-ups", {"limit": 100})
    with django_assert_num_queries(6):
        assert client.get("/follow-ups", {"limit": 100}).json()["total"] == number


def test_whoever_sees_customers_by_name_reads_what_was_said_with_those_alone(
    api, branch, rory, tess
):
    theirs, other = customer(branch, "Their Own"), customer(branch, "Somebody Else")
    customers.grant(theirs, by=rory, reason="test", staff=tess)
    mine, not_mine = (talk(branch, rory, customer=one) for one in (theirs, other))
    assert api(tess).get(f"/interactions/{mine.pk}").status_code == 200
    assert api(tess).get(f"/interactions/{not_mine.pk}").status_code == 404
