"""Interactions and stories through the API."""

import pytest

from crm.interactions.models import Interaction
from crm.leads.tests.make import make_lead

CALL = {"interaction_type": "CALL", "direction": "OUTBOUND", "content": "Quoted £149"}


@pytest.fixture
def lead(branch, rory):
    return make_lead(branch=branch, name="Priya O'Neil", phone="07700 900482", assigned_to=rory)


def test_a_call_with_a_lead_is_logged(api, rory, branch, lead, recorded):
    response = api(rory).post(f"/leads/{lead.pk}/add-interaction", CALL | {"duration_minutes": 4})
    body = response.json()
    kept = Interaction.objects.get()
    assert response.status_code == 201
    assert (body["id"], body["lead_id"], body["customer_id"]) == (str(kept.pk), str(lead.pk), None)
    assert (body["channel"], body["duration_minutes"]) == ("PHONE", 4)
    assert (body["staff_member_id"], body["branch_id"]) == (str(rory.pk), str(branch.pk))
    assert api(rory).get(f"/leads/{lead.pk}").json()["first_reply_at"] is not None
    assert recorded() == ["interaction.logged"]


def test_a_repeated_key_logs_once(api, rory, lead, recorded):
    for _time in range(2):
        api(rory).post(f"/leads/{lead.pk}/add-interaction", CALL, idempotency_key="one")
    assert Interaction.objects.count() == 1
    assert recorded() == ["interaction.logged"]


def test_what_was_said_follows_the_lead_to_the_customer(api, rory, lead, recorded):
    api(rory).post(f"/leads/{lead.pk}/add-interaction", CALL)
    customer = api(rory).post(f"/leads/{lead.pk}/convert").json()["customer_id"]
    api(rory).post(f"/customers/{customer}/interactions", CALL | {"direction": "INBOUND"})
    items = api(rory).get(f"/customers/{customer}/interactions").json()["items"]
    assert [(item["direction"], item["customer_id"]) for item in items] == [
        ("INBOUND", customer),
        ("OUTBOUND", customer),
    ]
    assert recorded().count("interaction.logged") == 2


def test_pages_follow_each_other(api, rory, lead):
    for number in range(5):
        api(rory).post(f"/leads/{lead.pk}/add-interaction", CALL | {"subject": str(number)})
    first = api(rory).get(f"/leads/{lead.pk}/interactions", {"limit": 3}).json()
    query = {"limit": 3, "cursor": first["next_cursor"]}
    second = api(rory).get(f"/leads/{lead.pk}/interactions", query).json()
    assert [item["subject"] for item in first["items"] + second["items"]] == list("43210")
    assert (first["total"], second["total"], second["next_cursor"]) == (5, None, None)


def test_the_story_is_told_in_plain_sentences(api, rory, lead):
    api(rory).post(f"/leads/{lead.pk}/qualify")
    story = api(rory).get(f"/leads/{lead.pk}/timeline").json()
    assert [item["verb"] for item in story["items"]] == ["lead.qualified", "lead.created"]
    assert story["items"][0]["by"] == "Rory Reception"
    assert "&" not in story["items"][0]["sentence"]
    assert story["older"] is None


def test_a_customer_s_story_holds_the_lead_s(api, rory, lead):
    customer = api(rory).post(f"/leads/{lead.pk}/convert").json()["customer_id"]
    verbs = [
        item["verb"] for item in api(rory).get(f"/customers/{customer}/timeline").json()["items"]
    ]
    assert {"lead.created", "lead.converted", "customer.created", "lifecycle.begun"} <= set(verbs)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"interaction_type": "FAX"}, "interaction_type"),
        ({"direction": "SIDEWAYS"}, "direction"),
        ({"occurred_at": "2190-01-01T00:00:00Z"}, "occurred_at"),
        ({"duration_minutes": -1}, "duration_minutes"),
        ({"duration_minutes": 1.5}, "duration_minutes"),
        ({"metadata": []}, "metadata"),
        ({"content": "x" * 10_001}, "content"),
        ({"staff": "Rory"}, "staff"),
    ],
)
def test_bad_input_is_refused_by_name(api, rory, lead, recorded, change, field):
    response = api(rory).post(f"/leads/{lead.pk}/add-interaction", CALL | change)
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, field)
    assert Interaction.objects.count() == 0
    assert recorded() == []


def test_another_branch_neither_reads_nor_logs(api, rex, lead, recorded):
    for path in ("interactions", "timeline"):
        assert api(rex).get(f"/leads/{lead.pk}/{path}").status_code == 404
    assert api(rex).post(f"/leads/{lead.pk}/add-interaction", CALL).status_code == 404
    assert recorded() == []
