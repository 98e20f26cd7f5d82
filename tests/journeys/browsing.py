"""A browser without a screen: it keeps cookies, and sends the forms that pages offer."""

import re

import httpx

from tests.journeys.shop import PASSWORD, email

FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
PATIENCE = 30.0


class Browsing:
    """Whoever sits in front of it; nobody in particular until they sign in."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=address, timeout=PATIENCE, follow_redirects=True)

    def see(self, path: str) -> str:
        """What a page says."""
        answer = self.http.get(path)
        assert answer.status_code == 200, f"{answer.status_code} at {path}"
        return answer.text

    def send(self, path: str, to: str | None = None, **typed: object) -> httpx.Response:
        """Fill in the form found at `path` and send it there, or where it is to go."""
        hidden = dict(FIELD.findall(self.see(path)))
        return self.http.post(to or path, data=hidden | typed, headers=self._proof())

    def press(self, path: str, **values: object) -> httpx.Response:
        """A button of a page, as htmx sends it."""
        return self.http.post(path, data=values, headers=self._proof() | {"HX-Request": "true"})

    def sign_in(self, name: str) -> "Browsing":
        self.send("/sign-in", login=email(name), password=PASSWORD)
        assert "sessionid" in self.http.cookies
        return self

    def _proof(self) -> dict[str, str]:
        return {"X-CSRFToken": self.http.cookies.get("csrftoken", "")}
