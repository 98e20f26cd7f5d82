"""The frame every page shares, tried on the page that shows its components."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.audit import AXE, DESKTOP, PHONE, REQUIRED, RUN
from tests.browser.complaints import Complaints
from tests.browser.conftest import SignedIn


@pytest.fixture
def design(signed_in: SignedIn) -> Page:
    page = signed_in("olga")
    page.goto("/design")
    expect(page.locator("[data-live-dot]")).to_have_text("Live")
    return page


def findings(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    return [one["id"] for one in page.evaluate(RUN, [REQUIRED, "html"])]


def test_the_palette_goes_where_one_types(design: Page) -> None:
    design.keyboard.press("Control+k")
    design.keyboard.type("go lead")
    expect(design.locator("#palette .option[aria-selected]")).to_have_text("Go to Leads")
    design.keyboard.press("Enter")
    expect(design).to_have_url("/leads")


def test_the_palette_presses_what_the_page_offers(design: Page) -> None:
    design.keyboard.press("Control+k")
    design.keyboard.type("new lead")
    design.keyboard.press("Enter")
    expect(design.locator(".toast")).to_have_text("A new lead would open here.")


def test_esc_leaves_the_palette_at_once(design: Page) -> None:
    design.keyboard.press("Control+k")
    design.keyboard.type("lea")
    design.keyboard.press("Escape")
    expect(design.locator("#palette")).to_be_hidden()


def test_a_letter_is_a_shortcut_only_while_nobody_types(design: Page) -> None:
    design.keyboard.press("/")
    design.keyboard.type("n")
    expect(design.locator("#search")).to_have_value("n")
    expect(design.locator(".toast")).to_have_count(0)
    design.locator("#content").focus()
    design.keyboard.press("n")
    expect(design.locator(".toast")).to_have_count(1)


def test_the_help_names_the_keys_of_the_page(design: Page) -> None:
    design.keyboard.press("?")
    help_ = design.get_by_role("dialog", name="Keyboard")
    expect(help_.get_by_text("New lead")).to_be_visible()
    expect(help_.get_by_text("Commands and search")).to_be_visible()
    assert findings(design) == []


def test_the_board_is_walked_by_arrows(design: Page) -> None:
    design.get_by_role("link", name="Priya Nair").focus()
    for key, name in [
        ("ArrowDown", "Tom Okafor"),
        ("ArrowRight", "James Whitfield"),
        ("ArrowRight", "Chloe Bennett"),
        ("k", "Chloe Bennett"),
        ("h", "Marta Silva"),
    ]:
        design.keyboard.press(key)
        expect(design.get_by_role("link", name=name)).to_be_focused()


def test_the_move_menu_names_every_other_place(design: Page) -> None:
    design.get_by_role("link", name="Priya Nair").focus()
    design.keyboard.press("m")
    places = design.get_by_role("dialog", name="Move to").locator("li")
    expect(places).to_have_text(["Qualifying", "Qualified", "Convert", "Lost"])
    assert findings(design) == []


def test_rows_are_walked_by_arrows(design: Page) -> None:
    design.get_by_role("link", name="Ade Johnson").focus()
    design.keyboard.press("j")
    expect(design.get_by_role("link", name="Leah Gold")).to_be_focused()


def test_a_dialog_gives_the_focus_back(design: Page) -> None:
    opener = design.get_by_role("button", name="Open a dialog")
    opener.click()
    dialog = design.get_by_role("dialog", name="Mark as lost")
    expect(dialog).to_be_visible()
    assert findings(design) == []
    design.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_menu_closes_when_one_looks_away(design: Page) -> None:
    design.get_by_label("More actions").click()
    expect(design.get_by_role("button", name="Edit")).to_be_visible()
    design.keyboard.press("Escape")
    expect(design.get_by_role("button", name="Edit")).to_be_hidden()
    expect(design.get_by_label("More actions")).to_be_focused()


def test_the_look_changes_at_once_and_is_remembered(design: Page) -> None:
    design.locator(".person summary").click()
    for theme in ("Dark", "System"):
        with design.expect_response("**/settings/theme"):
            design.locator(".person").get_by_role("button", name=theme).click()
        expect(design.locator("html")).to_have_attribute("data-theme", theme.lower())
    design.reload()
    expect(design.locator("html")).to_have_attribute("data-theme", "system")


def test_on_a_phone_the_rest_is_a_drawer(signed_in: SignedIn) -> None:
    page = signed_in("olga", viewport=PHONE, has_touch=True)
    page.goto("/design")
    drawer = page.locator("#sidebar")
    expect(drawer).to_be_hidden()
    page.get_by_role("button", name="More", exact=True).tap()
    expect(drawer.get_by_role("link", name="Settings")).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(page.get_by_role("button", name="More", exact=True)).to_be_focused()


def test_targets_on_a_phone_fit_a_thumb(signed_in: SignedIn) -> None:
    page = signed_in("olga", viewport=PHONE)
    page.goto("/design")
    small = page.locator(".button, .chip, .tab, .nav-link, .field select").evaluate_all(
        "all => all.filter(one => one.offsetHeight && one.offsetHeight < 44 && one.matches('a, button, select, summary'))"
        ".map(one => one.outerHTML)"
    )
    assert small == []


def test_without_a_connection_the_page_says_so(design: Page, complaints: Complaints) -> None:
    complaints.expect("ERR_INTERNET_DISCONNECTED")
    complaints.expect("htmx:")
    design.context.set_offline(True)
    design.evaluate("void htmx.ajax('GET', '/nav-counts', '#dialog').catch(() => {})")
    expect(design.locator(".toast")).to_have_text("No connection. Nothing was changed.")
    design.context.set_offline(False)


def test_nobody_waits_for_motion_they_did_not_ask_for(signed_in: SignedIn) -> None:
    page = signed_in("olga", viewport=DESKTOP, reduced_motion="reduce")
    page.goto("/design")
    lasts = page.locator(".button").first.evaluate(
        "one => getComputedStyle(one).transitionDuration"
    )
    assert {float(part.removesuffix("s")) for part in lasts.split(", ")} == {0.0}
