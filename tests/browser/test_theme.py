"""What a person prefers follows them, because it is kept for them and not for a machine."""

from playwright.sync_api import expect

from tests.browser.conftest import SignedIn


def test_a_chosen_look_is_there_on_the_next_machine(signed_in: SignedIn) -> None:
    here, elsewhere = signed_in("mia"), signed_in("mia")
    here.goto("/settings/you")
    with here.expect_response("**/settings/theme"):
        here.get_by_role("button", name="Dark").click()
    expect(here.locator("html")).to_have_attribute("data-theme", "dark")
    elsewhere.goto("/leads")
    expect(elsewhere.locator("html")).to_have_attribute("data-theme", "dark")
    assert elsewhere.evaluate("localStorage.length") == 0
    with here.expect_response("**/settings/theme"):
        here.get_by_role("button", name="System").click()
