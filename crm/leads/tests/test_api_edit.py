"""PUT and PATCH /leads/{id}."""

import pytest

WHOLE = {"source_type": "EMAIL", "contact_info": {"name": "Priya Nair", "email": "p@example.com"}}


def test_put_replaces_everything_people_edit(api, rory, lead, recorded):
    api(rory).patch(f"/leads/{lead.pk}", {"initial_needs": "Soon", "budget_range": "£80"})
    response = api(rory).put(f"/leads/{lead.pk}", WHOLE)
    body = response.json()
    assert response.status_code == 200
    assert body["source_type"] == "EMAIL"
    assert body["contact_info"] == WHOLE["contact_info"]
    assert (body["initial_needs"], body["budget_range"], body["estimated_value"]) == ("", "", 0)
    assert body["urgency_level"] == "MEDIUM"
    assert recorded() == ["lead.edited", "lead.edited"]


def test_patch_changes_what_is_sent_and_nothing_else(api, rory, lead, recorded):
    response = api(rory).patch(f"/leads/{lead.pk}", {"urgency_level": "URGENT"})
    lead.refresh_from_db()
    assert response.json()["urgency_level"] == lead.urgency_level == "URGENT"
    assert response.json()["contact_info"] == lead.contact_info
    assert response["ETag"] == '"2"'
    assert recorded() == ["lead.edited"]


@pytest.mark.parametrize("send", ["put", "patch"])
@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("status", "LOST", "A lead's status changes by converting, losing or reopening it."),
        ("lead_score", 99, "The score follows from the lead; it is not edited."),
        ("assigned_to", None, "Use assign to give a lead to somebody."),
        ("version", 7, "This is written by the product, not by callers."),
    ],
)
def test_what_verbs_own_is_refused_by_name(api, rory, lead, recorded, send, name, value, sentence):
    response = getattr(api(rory), send)(f"/leads/{lead.pk}", WHOLE | {name: value})
    assert response.status_code == 422
    assert response.json()["errors"] == [{"field": name, "message": sentence}]
    assert recorded() == []


def test_a_stale_writer_is_told_so(api, rory, lead, recorded):
    api(rory).patch(f"/leads/{lead.pk}", {"initial_needs": "First"}, if_match='"1"')
    response = api(rory).patch(f"/leads/{lead.pk}", {"initial_needs": "Second"}, if_match='W/"1"')
    lead.refresh_from_db()
    assert response.status_code == 412
    assert lead.initial_needs == "First"
    assert recorded() == ["lead.edited"]


def test_the_tag_read_is_the_tag_to_write_with(api, rory, lead, recorded):
    tag = api(rory).get(f"/leads/{lead.pk}")["ETag"]
    changed = api(rory).put(f"/leads/{lead.pk}", WHOLE, if_match=tag)
    assert changed.status_code == 200
    assert api(rory).get(f"/leads/{lead.pk}")["ETag"] == changed["ETag"] != tag
    assert recorded() == ["lead.edited"]


def test_another_branch_s_lead_is_as_good_as_missing(api, rex, lead, recorded):
    missing = "01a2027b-0000-7000-8000-000000000000"
    there = api(rex).put(f"/leads/{lead.pk}", WHOLE)
    nowhere = api(rex).put(f"/leads/{missing}", WHOLE)
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content
    assert recorded() == []
