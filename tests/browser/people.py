"""The demo shop's people, signing in through the page once each."""

from playwright.sync_api import Browser, Page, StorageState, expect

from tests.journeys.shop import PASSWORD, email


class People:
    """Who has signed in already, and with which cookies."""

    def __init__(self, url: str, browser: Browser) -> None:
        self.url = url
        self.browser = browser
        self._sessions: dict[str, StorageState] = {}

    def session(self, name: str) -> StorageState:
        if name not in self._sessions:
            with self.browser.new_context(base_url=self.url) as context:
                sign_in(context.new_page(), name)
                self._sessions[name] = context.storage_state()
        return self._sessions[name]


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email").fill(email(name))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).not_to_have_url(f"{page.url.partition('/sign-in')[0]}/sign-in")
