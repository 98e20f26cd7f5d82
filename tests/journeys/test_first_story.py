"""Somebody with a broken laptop asks for help, and the shop turns them into a customer."""

from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import httpx

from tests.journeys.browsing import Browsing
from tests.journeys.conftest import Sits

ASKED = {
    "name": "Ngozi Okonkwo",
    "email": "ngozi.okonkwo@example.co.uk",
    "phone": "07700 900771",
    "device": "MacBook Pro 14",
    "issue": "Liquid damage",
    "urgency": "URGENT",
    "message": "Tea. All over the keyboard.",
    "branch": "tottenham",
    "agrees_email": "on",
}


def test_from_the_form_to_the_customer(
    visitor: Browsing, signed_in: Sits, api: httpx.Client
) -> None:
    thanks = visitor.send("/enquire", **ASKED)
    assert "Thank you" in thanks.text

    lead = the_lead(api)
    assert (lead["source_type"], lead["status"]) == ("WEBSITE", "ACTIVE")
    assert lead["lead_score"] >= 60
    assert {reason["feature"] for reason in lead["score_reasons"]} >= {"reachable", "urgency"}

    rory, page = signed_in("rory"), f"/leads/{lead['id']}"
    assert "Ngozi Okonkwo" in rory.see("/leads")
    assert "Tea. All over the keyboard." in unescape(rory.see(page))

    spoken = rory.send(
        f"{page}/interactions",
        interaction_type="CALL",
        direction="OUTBOUND",
        content="Bring it in, do not switch it on",
        duration_minutes="4",
        sentiment="NEUTRAL",
    )
    assert spoken.status_code == 204, spoken.text
    assert rory.press(f"{page}/stage/QUALIFIED").status_code == 204

    tomorrow = datetime.now(ZoneInfo("Europe/London")) + timedelta(days=1)
    promised = rory.send(
        f"{page}/follow-ups", channel="CALL", due_at=f"{tomorrow:%Y-%m-%dT10:00}", note="The quote"
    )
    assert promised.status_code == 204, promised.text
    assert the_lead(api)["next_follow_up"].startswith(f"{tomorrow:%Y-%m-%d}")

    assert "A new customer: Ngozi Okonkwo" in rory.see(f"{page}/conversion")
    assert rory.press(f"{page}/conversion", into="").status_code == 204

    lead = the_lead(api)
    assert lead["status"] == "CONVERTED"
    customer = f"/customers/{lead['converted_customer_id']}"
    record = api.get(customer).json()
    assert (record["first_name"], record["last_name"]) == ("Ngozi", "Okonkwo")
    assert api.get(f"{customer}/lifecycle").json()["current_stage"] == "CUSTOMER"
    said = api.get(f"{customer}/interactions").json()["items"]
    assert [one["content"] for one in said] == ["Bring it in, do not switch it on"]

    shown = unescape(rory.see(customer))
    assert "Ngozi Okonkwo" in shown
    assert "07700 900771" in shown


def the_lead(api: httpx.Client) -> dict:
    (lead,) = api.get("/leads", params={"email": ASKED["email"]}).json()["items"]
    return lead


def test_whoever_comes_back_is_not_made_a_second_customer(
    visitor: Browsing, signed_in: Sits, api: httpx.Client
) -> None:
    again = ASKED | {"name": "N. Okonkwo", "email": "Ngozi.Okonkwo@Example.co.uk", "device": "iPad"}
    visitor.send("/enquire", **again)
    leads = api.get("/leads", params={"email": ASKED["email"]}).json()["items"]
    first = next(lead for lead in leads if lead["status"] == "CONVERTED")
    second = next(lead for lead in leads if lead["status"] == "ACTIVE")
    assert second["looks_like_id"] == first["converted_customer_id"]
    signed_in("rory").press(f"/leads/{second['id']}/conversion", into="")
    second = api.get(f"/leads/{second['id']}").json()
    assert second["converted_customer_id"] == first["converted_customer_id"]


def test_the_other_branch_never_hears_of_it(signed_in: Sits, api: httpx.Client) -> None:
    rex = signed_in("rex")
    lead = api.get("/leads", params={"email": ASKED["email"]}).json()["items"][0]
    assert rex.http.get(f"/leads/{lead['id']}").status_code == 404
    assert rex.http.get(f"/customers/{lead['converted_customer_id']}").status_code == 404
    assert "Okonkwo" not in rex.see("/leads")
    assert "Okonkwo" not in rex.see("/search?q=okonkwo")
