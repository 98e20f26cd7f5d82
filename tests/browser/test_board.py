"""Working the board: by mouse, by keyboard, and with a refusal."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.leads import Script, card, column, open_board


def drag(page: Page, what: Locator, onto: Locator) -> None:
    """As a hand does it: press, move a little, move there, let go."""
    what.scroll_into_view_if_needed()
    what.hover()
    page.mouse.down()
    start = what.bounding_box()
    assert start
    page.mouse.move(start["x"] + 40, start["y"] + 20, steps=4)
    expect(page.locator("[data-board]")).to_contain_class("board-dragging")
    there = onto.bounding_box()
    assert there
    page.mouse.move(there["x"] + there["width"] / 2, there["y"] + 30, steps=8)
    for tremor in range(50):  # until the browser has noticed where the hand is
        if onto.locator(".sortable-chosen").count():
            break
        page.mouse.move(there["x"] + there["width"] / 2 + tremor % 2, there["y"] + 30)
    page.mouse.up()


def test_a_card_dragged_to_qualified_is_qualified(signed_in: SignedIn, script: Script) -> None:
    lead = script.lead("Dragged")
    page = signed_in("rory")
    open_board(page)
    qualified = column(page, "Qualified")
    drag(page, card(page, lead), qualified.locator("[data-column]"))
    expect(page.get_by_text("Dragged is now qualified.")).to_be_visible()
    expect(qualified.locator(f"[data-card='{lead['id']}']")).to_be_visible()
    assert script.read(lead)["qualification_status"] == "QUALIFIED"


def test_a_card_dropped_on_lost_asks_why_first(signed_in: SignedIn, script: Script) -> None:
    lead = script.lead("Lost by hand")
    page = signed_in("rory")
    open_board(page)
    drag(page, card(page, lead), page.locator("[data-drop][data-column-label=Lost]"))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Mark as lost")
    assert script.read(lead)["status"] == "ACTIVE"
    dialog.get_by_label("Too expensive").check()
    dialog.get_by_role("button", name="Mark as lost").click()
    expect(card(page, lead)).to_have_count(0)
    lost = script.read(lead)
    assert (lost["status"], lost["lost_reason"]) == ("LOST", "Too expensive")


def test_a_card_can_be_moved_by_keyboard_alone(signed_in: SignedIn, script: Script) -> None:
    lead = script.lead("Moved by keys")
    page = signed_in("rory")
    open_board(page)
    link = card(page, lead).get_by_role("link")
    link.focus()
    page.keyboard.press("m")
    expect(page.get_by_role("button", name="Qualifying", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(column(page, "Qualified").locator(f"[data-card='{lead['id']}']")).to_be_visible()
    expect(link).to_be_focused()
    expect(page.get_by_text("Moved by keys is now qualified.")).to_be_visible()
    assert script.read(lead)["qualification_status"] == "QUALIFIED"


def test_arrows_walk_the_cards_and_enter_opens_one(signed_in: SignedIn, script: Script) -> None:
    lead = script.lead("Walked to")
    page = signed_in("rory")
    open_board(page)
    page.keyboard.press("j")
    first = page.locator("[data-card] a").first
    expect(first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(column(page, "Qualifying").locator("[data-card] a").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(column(page, "Qualifying").locator("[data-card] a").nth(1)).to_be_focused()
    card(page, lead).get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Walked to", level=1)).to_be_visible()


def test_a_refused_card_goes_back_and_says_why(signed_in: SignedIn, script: Script) -> None:
    """Somebody else lost the lead a moment ago, and this board has not heard of it yet."""
    lead = script.lead("Refused")
    page = signed_in("rory")
    page.route_web_socket("**/ws/crm*", lambda socket: socket.close())
    page.goto("/leads")
    where = card(page, lead).locator("xpath=..")
    expect(where).to_have_attribute("data-column", "UNQUALIFIED")
    script.do(lead, "lose", reason="Too expensive")
    drag(page, card(page, lead), column(page, "Qualified").locator("[data-column]"))
    expect(page.locator(".toast[data-tone=danger]")).to_be_visible()
    expect(card(page, lead).locator("xpath=..")).to_have_attribute("data-column", "UNQUALIFIED")
    assert script.read(lead)["qualification_status"] == "UNQUALIFIED"
