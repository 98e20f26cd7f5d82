"""Leads as a script makes them, and where they stand on somebody's board."""

import httpx
from playwright.sync_api import Locator, Page

from tests.product import Product


class Script:
    """The owner's own script, speaking to the API with a key."""

    def __init__(self, product: Product) -> None:
        key = product.crm("token", "--role", "owner", "--name", "journeys")
        headers = {"Authorization": f"Bearer {key}"}
        self.http = httpx.Client(
            base_url=f"{product.url}/api/crm", headers=headers, timeout=30, follow_redirects=False
        )
        branches = self.http.get("/branches").json()
        self.branches = {branch["name"]: branch["id"] for branch in branches}

    def lead(self, name: str, branch: str = "Tottenham", **fields: object) -> dict[str, object]:
        body = {
            "source_type": "PHONE",
            "contact_info": {"name": name},
            "device_interest": {"brand": "Apple", "model": "MacBook Air M1", "issue": "Battery"},
            "branch_id": self.branches[branch],
            "urgency_level": "URGENT",  # stands high on the board, whatever else is there
        }
        answer = self.http.post("/leads", json=body | fields)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def do(self, lead: dict[str, object], verb: str, **body: object) -> None:
        answer = self.http.post(f"/leads/{lead['id']}/{verb}", json=body)
        assert answer.is_success, answer.text

    def read(self, lead: dict[str, object]) -> dict[str, object]:
        return self.http.get(f"/leads/{lead['id']}").json()


def card(page: Page, lead: dict[str, object]) -> Locator:
    return page.locator(f"[data-card='{lead['id']}']")


def column(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title, exact=True)


def open_board(page: Page) -> None:
    """The board, once it hears what happens."""
    page.goto("/leads")
    page.locator("[data-live-dot][data-state=live]").wait_for()
