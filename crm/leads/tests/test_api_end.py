"""POST /leads/{id}/disqualify, /lose, /reopen."""

import pytest


@pytest.mark.parametrize(
    ("verb", "event"), [("disqualify", "lead.disqualified"), ("lose", "lead.lost")]
)
def test_a_lead_ends_with_a_reason(api, rory, lead, recorded, verb, event):
    response = api(rory).post(f"/leads/{lead.pk}/{verb}", {"reason": "Went elsewhere"})
    body = response.json()
    assert (response.status_code, body["status"]) == (200, "LOST")
    assert body["lost_reason"] == "Went elsewhere"
    assert recorded() == [event]


@pytest.mark.parametrize("verb", ["disqualify", "lose"])
@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "  "}, {"reason": "x" * 256}])
def test_without_a_reason_nothing_ends(api, rory, lead, recorded, verb, body):
    response = api(rory).post(f"/leads/{lead.pk}/{verb}", body)
    lead.refresh_from_db()
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "reason")
    assert lead.status == "ACTIVE"
    assert recorded() == []


def test_a_lost_lead_is_reopened(api, rory, lead, recorded):
    api(rory).post(f"/leads/{lead.pk}/lose", {"reason": "Went elsewhere"})
    body = api(rory).post(f"/leads/{lead.pk}/reopen").json()
    assert (body["status"], body["lost_reason"]) == ("ACTIVE", "")
    assert recorded() == ["lead.lost", "lead.reopened"]
