"""A first visit, with nothing cached: what goes over the line."""

from playwright.sync_api import expect

from tests.browser.conftest import SignedIn, Tell

MOST = 350_000


def test_the_board_weighs_less_than_350_kb(signed_in: SignedIn, tell: Tell) -> None:
    page = signed_in("rory")
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}
    line.on(
        "Network.responseReceived", lambda seen: kinds.update({seen["requestId"]: seen["type"]})
    )

    def ended(seen: dict[str, object]) -> None:
        kind = kinds.get(str(seen["requestId"]), "Other")
        sizes[kind] = sizes.get(kind, 0) + int(str(seen["encodedDataLength"]))

    line.on("Network.loadingFinished", ended)
    page.goto("/leads", wait_until="load")
    expect(page.locator("[data-live-dot]")).to_have_attribute("data-state", "live")
    expect(page.locator(".htmx-request")).to_have_count(0)
    parts = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in sorted(sizes.items()))
    tell(f"First visit of the board: {sum(sizes.values()) / 1000:.1f} KB ({parts}).")
    assert sum(sizes.values()) < MOST
