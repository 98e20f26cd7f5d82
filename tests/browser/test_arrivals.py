"""A lead comes in, and every open board shows it without being reloaded."""

import statistics

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import SignedIn, Tell
from tests.browser.leads import Script, card, column, open_board

LEADS = 20
A_SECOND = 1000

# When each card came onto the board, by the clock that the server reads as well.
WATCH = """() => {
  window.arrivals = {};
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes)
        if (node.dataset?.card) window.arrivals[node.dataset.card] ??= Date.now();
  }).observe(document.querySelector("[data-board]"), { childList: true, subtree: true });
}"""
RECORDED_AT = "moment => Date.parse(moment)"


def test_leads_of_the_api_appear_within_a_second(
    signed_in: SignedIn, script: Script, tell: Tell
) -> None:
    page = signed_in("rory")
    open_board(page)
    page.evaluate(WATCH)
    delays = sorted(arrival(page, script, turn) for turn in range(LEADS))
    p95 = delays[round(0.95 * LEADS) - 1]
    tell(f"A lead is on an open board after {statistics.median(delays):.0f} ms (p95 {p95} ms).")
    assert p95 < A_SECOND


def arrival(page: Page, script: Script, turn: int) -> int:
    """Milliseconds from the moment the rule began to write until the card was there."""
    lead = script.lead(f"Arriving {turn}")
    card(page, lead).wait_for(state="attached")
    shown: int = page.evaluate("id => window.arrivals[id]", lead["id"])
    begun: int = page.evaluate(RECORDED_AT, lead["created_at"])
    return shown - begun


def test_an_arrival_is_counted_and_valued(signed_in: SignedIn, script: Script) -> None:
    page = signed_in("rory")
    open_board(page)
    new = column(page, "New")
    leads, pounds = number(new, "h2 + span"), number(new, ".board-value")
    lead = script.lead("Counted", estimated_value=900)
    expect(new.locator(f"[data-card='{lead['id']}']")).to_be_attached()
    assert number(new, "h2 + span") == leads + 1
    assert number(new, ".board-value") == pounds + 900


def number(column: Locator, of: str) -> int:
    return int("".join(filter(str.isdigit, column.locator(of).inner_text())))


def test_a_lead_that_came_while_the_page_was_loading_is_not_missed(
    signed_in: SignedIn, script: Script
) -> None:
    """Between the server reading the board and the page's socket opening, things happen."""
    page = signed_in("rory")
    late: list[dict[str, object]] = []

    def meanwhile(route: Route) -> None:
        late.append(script.lead("Late"))
        route.continue_()

    page.route("**/app-*.js", meanwhile)
    page.goto("/leads")
    expect(card(page, late[0])).to_be_attached()


def test_another_branch_sees_nothing_of_it(signed_in: SignedIn, script: Script) -> None:
    page = signed_in("rex")
    open_board(page)
    theirs = script.lead("Not for Croydon")
    ours = script.lead("For Croydon", branch="Croydon")
    card(page, ours).wait_for(state="attached")
    expect(card(page, theirs)).to_have_count(0)
