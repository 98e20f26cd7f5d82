"""POST /leads/{id}/start-qualifying, /qualify, /unqualify."""

import pytest


@pytest.mark.parametrize(
    ("verb", "stage", "event"),
    [
        ("start-qualifying", "QUALIFYING", "lead.qualifying_started"),
        ("qualify", "QUALIFIED", "lead.qualified"),
    ],
)
def test_a_lead_moves_on(api, rory, lead, recorded, verb, stage, event):
    response = api(rory).post(f"/leads/{lead.pk}/{verb}", if_match='"1"')
    lead.refresh_from_db()
    assert response.status_code == 200
    assert response.json()["qualification_status"] == lead.qualification_status == stage
    assert response["ETag"] == '"2"'
    assert recorded() == [event]


def test_a_lead_goes_back(api, rory, lead, recorded):
    api(rory).post(f"/leads/{lead.pk}/qualify")
    response = api(rory).post(f"/leads/{lead.pk}/unqualify")
    assert response.json()["qualification_status"] == "UNQUALIFIED"
    assert recorded() == ["lead.qualified", "lead.unqualified"]


def test_a_lost_lead_stays_where_it_is(api, rory, lead, recorded):
    api(rory).post(f"/leads/{lead.pk}/lose", {"reason": "Too expensive"})
    response = api(rory).post(f"/leads/{lead.pk}/qualify")
    assert response.status_code == 409
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "detail": "Only an active lead can be moved. Reopen it first.",
        "errors": [
            {
                "field": "status",
                "message": "Only an active lead can be moved. Reopen it first.",
            }
        ],
    }
    assert recorded() == ["lead.lost"]


def test_another_branch_cannot_even_see_it(api, rex, lead, recorded, queued):
    assert api(rex).post(f"/leads/{lead.pk}/qualify").status_code == 404
    lead.refresh_from_db()
    assert lead.qualification_status == "UNQUALIFIED"
    assert recorded() == []
    assert queued() == []
