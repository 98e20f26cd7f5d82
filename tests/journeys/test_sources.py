"""A lead can come in by many doors; behind each of them it is scored, given out and recorded.

What RevivaTech's website delivers has stories of its own, in `test_revivatech.py`.
"""

import httpx
import pytest

from tests.journeys.browsing import Browsing
from tests.journeys.conftest import Sits
from tests.journeys.shop import SITE


def by_form(visitor: Browsing, signed_in: Sits, api: httpx.Client, name: str) -> None:
    visitor.send("/enquire", name=name, phone="07700 900601", urgency="MEDIUM", branch="tottenham")


def by_the_shops_own_site(visitor: Browsing, signed_in: Sits, api: httpx.Client, name: str) -> None:
    answer = visitor.http.post(
        "/api/public/leads",
        json={"name": name, "phone": "07700 900602", "branch": "tottenham"},
        headers={"Origin": SITE},
    )
    assert answer.status_code == 201, answer.text
    assert answer.headers["access-control-allow-origin"] == SITE


def by_the_front_desk(visitor: Browsing, signed_in: Sits, api: httpx.Client, name: str) -> None:
    signed_in("rory").send(
        "/leads/new", name=name, phone="07700 900603", source_type="WALK_IN", urgency_level="HIGH"
    )


def by_a_script(visitor: Browsing, signed_in: Sits, api: httpx.Client, name: str) -> None:
    contact = {"name": name, "phone": "07700 900604"}
    branches = api.get("/branches").json()
    tottenham = next(branch["id"] for branch in branches if branch["name"] == "Tottenham")
    body = {"source_type": "PHONE", "contact_info": contact, "branch_id": tottenham}
    assert api.post("/leads", json=body).status_code == 201


@pytest.mark.parametrize(
    ("door", "source"),
    [
        (by_form, "WEBSITE"),
        (by_the_shops_own_site, "WEBSITE"),
        (by_the_front_desk, "WALK_IN"),
        (by_a_script, "PHONE"),
    ],
)
def test_a_lead_comes_in(
    visitor: Browsing, signed_in: Sits, api: httpx.Client, door: object, source: str
) -> None:
    name = f"Came {door.__name__.replace('_', ' ').title()}"
    door(visitor, signed_in, api, name)
    (lead,) = api.get("/leads", params={"q": name}).json()["items"]
    assert (lead["source_type"], lead["status"]) == (source, "ACTIVE")
    assert lead["qualification_status"] == "UNQUALIFIED"
    assert lead["score_reasons"]
    rory = next(person for person in api.get("/staff").json() if person["name"] == "Rory Bell")
    assert lead["assigned_to"] == rory["id"]
    assert name in signed_in("rory").see("/leads")
    told = api.get(f"/leads/{lead['id']}/timeline").json()["items"]
    assert [event["verb"] for event in told][-1] == "lead.created"


def test_another_site_may_not_send_leads(visitor: Browsing) -> None:
    answer = visitor.http.post(
        "/api/public/leads",
        json={"name": "Elsewhere", "phone": "07700 900605"},
        headers={"Origin": "http://elsewhere.example"},
    )
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers
