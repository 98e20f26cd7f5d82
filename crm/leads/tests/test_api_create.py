"""POST /leads."""

import pytest

from crm.accounts.tests import make
from crm.leads.models import Lead
from crm.leads.tests.make import make_lead

PRIYA = {
    "source_type": "PHONE",
    "contact_info": {"name": "Priya Nair", "phone": "07700 900482"},
    "device_interest": {"brand": "Apple", "model": "MacBook Pro 14", "issue": "Screen"},
    "budget_range": "£100-£200",
    "urgency_level": "HIGH",
}


def test_a_lead_is_taken_in(api, rory, branch, recorded):
    response = api(rory).post("/leads", PRIYA)
    assert response.status_code == 201
    lead = Lead.objects.get()
    body = response.json()
    assert response["Location"] == f"/api/crm/leads/{lead.pk}"
    assert response["ETag"] == f'"{lead.version}"'
    assert body["id"] == str(lead.pk)
    assert body["contact_info"] == {"name": "Priya Nair", "phone": "07700 900482"}
    assert body["estimated_value"] == 150
    assert body["status"] == "ACTIVE"
    assert body["qualification_status"] == "UNQUALIFIED"
    assert body["assigned_to"] == str(rory.pk)
    assert body["branch_id"] == str(branch.pk)
    assert recorded() == ["lead.created"]


def test_a_worker_may_be_named(api, rory, branch):
    alice = make.staff("Alice", "front_desk", branch)
    body = api(rory).post("/leads", PRIYA | {"assigned_to": str(alice.pk)}).json()
    assert body["assigned_to"] == str(alice.pk)


def test_a_worker_of_another_branch_is_refused(api, rory, rex, recorded):
    response = api(rory).post("/leads", PRIYA | {"assigned_to": str(rex.pk)})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "assigned_to"
    assert recorded() == []


def test_another_branch_is_refused(api, rory, other_branch, recorded):
    response = api(rory).post("/leads", PRIYA | {"branch_id": str(other_branch.pk)})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "branch_id"
    assert recorded() == []


def test_a_record_of_another_system_becomes_one_lead(api, rory, recorded):
    outside = PRIYA | {"external_source": "old-crm", "external_id": "42"}
    assert api(rory).post("/leads", outside).status_code == 201
    again = api(rory).post("/leads", outside)
    assert again.status_code == 409
    assert again.json()["detail"] == "This record is a lead already."
    assert recorded() == ["lead.created"]


def test_the_same_key_makes_one_lead_and_answers_the_same(api, rory, recorded):
    first = api(rory).post("/leads", PRIYA, idempotency_key="a1")
    again = api(rory).post("/leads", PRIYA, idempotency_key="a1")
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert (again["ETag"], again["Location"]) == (first["ETag"], first["Location"])
    assert recorded() == ["lead.created"]


def test_the_same_key_with_another_body_is_refused(api, rory, recorded):
    api(rory).post("/leads", PRIYA, idempotency_key="a1")
    other = api(rory).post("/leads", PRIYA | {"urgency_level": "LOW"}, idempotency_key="a1")
    assert other.status_code == 422
    assert other.json()["errors"][0]["field"] == "Idempotency-Key"
    assert recorded() == ["lead.created"]


def test_nobody_at_all_is_refused(api, rory, recorded):
    response = api(rory).post("/leads", {"source_type": "WALK_IN", "contact_info": {}})
    assert response.status_code == 422
    assert response.json()["errors"] == [
        {"field": "contact_info", "message": "Give at least a name, an email or a phone."}
    ]
    assert recorded() == []


@pytest.mark.parametrize("name", ["status", "lead_score", "converted_at", "id", "version"])
def test_what_verbs_own_is_refused_by_name(api, rory, name, recorded):
    response = api(rory).post("/leads", PRIYA | {name: "x"})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == name
    assert recorded() == []


def test_somebody_who_may_not_create_is_told_so(api, tess, recorded):
    response = api(tess).post("/leads", PRIYA)
    assert response.status_code == 403
    assert response.json()["detail"] == "Your role does not include this: add leads."
    assert recorded() == []


def test_who_it_looks_like_is_told_only_to_those_who_may_see_them(api, rory, rex, branch):
    old = make_lead(branch=branch, name="Priya Nair", phone="07700 900482")
    customer_id = api(rory).post(f"/leads/{old.pk}/convert").json()["customer_id"]
    here = api(rory).post("/leads", PRIYA).json()
    assert (here["looks_like_id"], here["looks_like_reasons"]) == (customer_id, ["phone", "name"])
    there = api(rex).post("/leads", PRIYA).json()
    assert (there["looks_like_id"], there["looks_like_reasons"]) == (None, ["phone", "name"])
    assert api(rex).get(f"/leads/{there['id']}").json()["looks_like_id"] is None


def test_what_we_have_no_column_for_is_kept(api, rory):
    more = {"brand": "Dell", "colour": "blue", "parts": [{"name": "screen", "price": 80.5}]}
    body = api(rory).post("/leads", PRIYA | {"device_interest": more}).json()
    assert body["device_interest"] == more
    assert Lead.objects.get().device_interest == more
