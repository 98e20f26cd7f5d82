"""A repair changes its status, and every open bench shows it without being reloaded."""

import statistics
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page

from tests.browser.conftest import SignedIn, Tell
from tests.browser.leads import Script
from tests.browser.test_arrivals import RECORDED_AT, WATCH

CHANGES = 20
A_SECOND = 1000
THERE_AND_BACK = ("WAITING_PARTS", "IN_PROGRESS")


def test_a_status_changes_on_every_open_bench(
    signed_in: SignedIn, script: Script, tell: Tell
) -> None:
    repair = on_the_bench(script)
    boards = [opened(signed_in(name)) for name in ("olga", "rory", "tess")]
    delays = []
    for turn in range(CHANGES):
        to = THERE_AND_BACK[turn % 2]
        answer = script.http.post(f"/bookings/{repair['id']}/status", json={"status": to})
        assert answer.is_success, answer.text
        delays += [arrival(board, answer.json(), to) for board in boards]
    p95 = sorted(delays)[round(0.95 * len(delays)) - 1]
    median = statistics.median(delays)
    tell(f"A new status is on every open bench after {median:.0f} ms (p95 {p95} ms).")
    assert p95 < A_SECOND


def on_the_bench(script: Script) -> dict[str, object]:
    """A repair that stands first in its column, whatever else is there."""
    body = {
        "customer": {"first_name": "Bea", "last_name": "Bench", "phone": "07700 900333"},
        "repair_type": "SCREEN_REPAIR",
        "branch_id": script.branches["Tottenham"],
        "promised_at": (datetime.now(UTC) + timedelta(minutes=5)).isoformat(),
    }
    answer = script.http.post("/bookings", json=body)
    assert answer.status_code == 201, answer.text
    repair = answer.json()
    answer = script.http.post(f"/bookings/{repair['id']}/status", json={"status": "IN_PROGRESS"})
    assert answer.is_success, answer.text
    return repair


def opened(page: Page) -> Page:
    page.goto("/bookings")
    page.locator("[data-live-dot][data-state=live]").wait_for()
    page.evaluate(WATCH)
    return page


def arrival(board: Page, repair: dict[str, object], to: str) -> int:
    """Milliseconds from the moment the rule began to write until the card was in its column."""
    card = board.locator(f"#cards-{to} [data-card='{repair['id']}']")
    card.wait_for(state="attached")
    shown: int = board.evaluate(
        "id => { const at = window.arrivals[id]; delete window.arrivals[id]; return at }",
        repair["id"],
    )
    begun: int = board.evaluate(RECORDED_AT, repair["status_entered_at"])
    return shown - begun
