"""Two people at two screens, on the same lead."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignedIn
from tests.browser.leads import Script


def test_the_second_editor_is_told_and_loses_nothing_typed(
    signed_in: SignedIn, script: Script
) -> None:
    lead = script.lead("Shared")
    rory, nadia = signed_in("rory"), signed_in("nadia")
    start_editing(rory, lead, "Model", "MacBook Pro 14")
    start_editing(nadia, lead, "Model", "MacBook Pro 16")
    rory.keyboard.press("Enter")
    expect(rory.get_by_role("button", name="Change Model")).to_contain_text("MacBook Pro 14")
    nadia.keyboard.press("Enter")
    expect(nadia.get_by_role("alert")).to_contain_text(
        "Somebody else changed this. It says “MacBook Pro 14” now; save again to keep yours."
    )
    expect(nadia.get_by_label("Model", exact=True)).to_have_value("MacBook Pro 16")
    nadia.keyboard.press("Enter")
    expect(nadia.get_by_role("button", name="Change Model")).to_contain_text("MacBook Pro 16")
    assert script.read(lead)["device_interest"]["model"] == "MacBook Pro 16"
    expect(rory.get_by_role("button", name="Change Model")).to_contain_text("MacBook Pro 16")


def start_editing(page: Page, lead: dict[str, object], fact: str, value: str) -> None:
    page.goto(f"/leads/{lead['id']}")
    page.get_by_role("button", name=f"Change {fact}").click()
    page.get_by_label(fact, exact=True).fill(value)


def test_a_change_shows_on_the_other_screen_without_reloading(
    signed_in: SignedIn, script: Script
) -> None:
    lead = script.lead("Watched")
    rory, nadia = signed_in("rory"), signed_in("nadia")
    for page in (rory, nadia):
        page.goto(f"/leads/{lead['id']}")
        page.locator("[data-live-dot][data-state=live]").wait_for()
    rory.get_by_role("button", name="Qualify", exact=True).click()
    expect(nadia.locator("#lead-badges")).to_have_text(re.compile("Qualified"))
    expect(nadia.get_by_role("button", name="Convert", exact=True)).to_be_visible()
    expect(nadia.get_by_text("Rory Bell").first).to_be_visible()
