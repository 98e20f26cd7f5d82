"""The till on a repair's page: a payment is taken, and the card says so."""

from playwright.sync_api import expect

from tests.browser.conftest import SignedIn
from tests.browser.leads import Script


def test_a_payment_is_taken_on_the_repairs_page(signed_in: SignedIn, script: Script) -> None:
    branch = script.branches["Tottenham"]
    lead = script.lead("Pays Promptly")
    told = {"lead_id": lead["id"], "repair_type": "SCREEN_REPAIR", "base_price": 120.0}
    repair = script.http.post("/bookings", json=told | {"branch_id": branch}).json()
    rory = signed_in("rory")
    rory.goto(f"/bookings/{repair['id']}")
    card = rory.get_by_role("region", name="Money")
    expect(card).to_contain_text("Not paid")
    card.get_by_role("button", name="Invoice", exact=True).click()
    expect(card.get_by_role("link", name="INV-")).to_be_visible()
    card.get_by_role("button", name="Take a payment").click()
    dialog = rory.get_by_role("dialog", name="Take a payment")
    expect(dialog.get_by_label("Amount")).to_have_value("120.00")
    dialog.get_by_label("Card").check()
    dialog.get_by_role("button", name="Take it").click()
    expect(card).to_contain_text("Payment · Card")
    expect(card.get_by_role("button", name="Take a payment")).to_have_count(0)
    told = script.http.get(f"/payments/bookings/{repair['id']}").json()
    assert told["balance"]["paid"] == 120.0


def test_the_menu_of_money_is_within_reach_on_a_phone(signed_in: SignedIn, script: Script) -> None:
    lead = script.lead("Pays Later")
    told = {"lead_id": lead["id"], "repair_type": "SCREEN_REPAIR", "base_price": 120.0}
    repair = script.http.post("/bookings", json=told).json()
    olga = signed_in("olga")
    olga.set_viewport_size({"width": 390, "height": 844})
    olga.goto(f"/bookings/{repair['id']}")
    card = olga.get_by_role("region", name="Money")
    card.get_by_label("More about money").click()
    box = card.locator(".menu-list").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    card.get_by_role("button", name="Give store credit").click()
    expect(olga.get_by_role("dialog", name="store credit")).to_be_visible()
