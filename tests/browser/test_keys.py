"""The whole counter without a mouse."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import SignedIn
from tests.browser.leads import Script, open_board


def test_a_slash_goes_to_the_search_and_finds_somebody(signed_in: SignedIn, script: Script) -> None:
    script.lead("Zsófia Kovács")
    page = signed_in("rory")
    open_board(page)
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search").first).to_be_focused()
    page.keyboard.type("zsofia")
    option = page.get_by_role("option", name="Zsófia Kovács")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Zsófia Kovács", level=1)).to_be_visible()


def test_the_palette_gives_the_focus_back_when_it_is_left(signed_in: SignedIn) -> None:
    page = signed_in("rory")
    open_board(page)
    page.keyboard.press("j")
    here = page.locator("[data-card] a").first
    expect(here).to_be_focused()
    page.keyboard.press("Control+k")
    palette = page.locator("#palette")
    expect(palette).to_be_visible()
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    expect(here).to_be_focused()


def test_the_palette_takes_one_to_another_page(signed_in: SignedIn) -> None:
    page = signed_in("rory")
    open_board(page)
    page.keyboard.press("Control+k")
    page.keyboard.type("customers")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/customers")


def test_a_question_mark_explains_the_keys(signed_in: SignedIn) -> None:
    page = signed_in("rory")
    open_board(page)
    page.keyboard.press("?")
    explained = page.get_by_role("dialog")
    expect(explained).to_contain_text("New lead")
    page.keyboard.press("Escape")
    expect(explained).to_be_hidden()


def test_n_takes_a_walk_in_from_the_first_letter_to_the_board(signed_in: SignedIn) -> None:
    page = signed_in("rory")
    open_board(page)
    page.keyboard.press("n")
    expect(page.get_by_label(re.compile("^Name"))).to_be_focused()
    page.keyboard.type("Walked In")
    page.get_by_label("What is wrong").fill("Cracked screen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Walked In", level=1)).to_be_visible()
    expect(page.locator(".toast")).to_have_text(re.compile("Walked In is on the board"))


def test_c_logs_a_call_that_stands_on_the_timeline(signed_in: SignedIn, script: Script) -> None:
    lead = script.lead("Rung up")
    page = signed_in("rory")
    page.goto(f"/leads/{lead['id']}")
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What was said").fill("Will bring it in on Tuesday")
    dialog.get_by_role("button", name="Log").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Will bring it in on Tuesday")).to_be_visible()
