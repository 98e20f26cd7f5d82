"""POST /leads/{id}/schedule-follow-up and /follow-ups/{id}/complete."""

import pytest

SOON = "2199-01-15T09:30:00+01:00"


def test_a_follow_up_is_promised(api, rory, lead, recorded):
    response = api(rory).post(f"/leads/{lead.pk}/schedule-follow-up", {"due_at": SOON})
    body = response.json()
    assert response.status_code == 201
    assert body["due_at"] == "2199-01-15T08:30:00.000000Z"
    assert (body["channel"], body["assigned_to"], body["outcome"]) == ("CALL", str(rory.pk), None)
    lead_now = api(rory).get(f"/leads/{lead.pk}").json()
    assert lead_now["next_follow_up"] == "2199-01-15T08:30:00.000000Z"
    assert api(rory).get(f"/leads/{lead.pk}/follow-ups").json() == [body]
    assert recorded() == ["lead.follow_up_scheduled"]


def test_a_repeated_key_promises_once(api, rory, lead, recorded):
    for _time in range(2):
        api(rory).post(
            f"/leads/{lead.pk}/schedule-follow-up", {"due_at": SOON}, idempotency_key="k"
        )
    assert lead.follow_ups.count() == 1
    assert recorded() == ["lead.follow_up_scheduled"]


@pytest.mark.parametrize(
    "due_at", ["2020-01-01T00:00:00Z", "2199-01-15", "2199-01-15T09:30:00", 4102444800, "soon"]
)
def test_a_moment_that_cannot_be_promised_is_refused(api, rory, lead, recorded, due_at):
    response = api(rory).post(f"/leads/{lead.pk}/schedule-follow-up", {"due_at": due_at})
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "due_at")
    assert recorded() == []


@pytest.mark.parametrize("outcome", ["ANSWERED", "UNANSWERED", "CANCELLED"])
def test_a_follow_up_is_done(api, rory, lead, recorded, outcome):
    made = api(rory).post(f"/leads/{lead.pk}/schedule-follow-up", {"due_at": SOON}).json()
    path = f"/leads/{lead.pk}/follow-ups/{made['id']}/complete"
    response = api(rory).post(path, {"outcome": outcome})
    assert response.status_code == 200
    assert response.json()["next_follow_up"] is None
    assert response.json()["follow_up_count"] == (0 if outcome == "CANCELLED" else 1)
    assert api(rory).get(f"/leads/{lead.pk}/follow-ups").json()[0]["outcome"] == outcome
    assert recorded() == ["lead.follow_up_scheduled", "lead.follow_up_done"]
