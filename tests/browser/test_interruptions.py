"""A server that goes away, and a person who may no longer be here."""

import os
import signal

import httpx
from playwright.sync_api import expect

from tests.browser.complaints import Complaints
from tests.browser.conftest import SignedIn, Stranger, Tell
from tests.browser.leads import Script, card, open_board
from tests.browser.people import sign_in
from tests.product import Product

A_SECOND = 1000


def test_a_board_catches_up_after_the_server_was_killed(
    signed_in: SignedIn, script: Script, product: Product, complaints: Complaints
) -> None:
    complaints.expect("WebSocket connection to")
    complaints.expect("net::ERR_")
    complaints.expect("htmx:")  # its own words for the same
    page = signed_in("rory")
    open_board(page)
    page.evaluate("window.sameDocument = true")
    os.kill(product.web_process, signal.SIGKILL)
    page.locator("[data-live-dot][data-state=offline]").wait_for()
    page.context.set_offline(True)  # the laptop lid is closed while the server comes back
    wait_until_answering(product)
    missed = [script.lead(f"Missed {number}") for number in range(3)]
    page.context.set_offline(False)
    for lead in missed:
        expect(card(page, lead)).to_be_attached()
    expect(page.locator("[data-live-dot]")).to_have_attribute("data-state", "live")
    assert page.evaluate("window.sameDocument") is True


def wait_until_answering(product: Product) -> None:
    again = httpx.HTTPTransport(retries=10)  # with a growing pause after each refused connection
    with httpx.Client(transport=again, timeout=30) as client:
        assert client.get(f"{product.url}/sign-in").status_code == 200


def test_a_disabled_person_is_signed_out_within_a_second(
    signed_in: SignedIn, stranger: Stranger, tell: Tell
) -> None:
    arthur = stranger()
    sign_in(arthur, "arthur")
    open_board(arthur)
    olga = signed_in("olga")
    olga.goto("/settings/team")
    olga.get_by_role("link", name="Arthur Lowe").click()
    with arthur.expect_request("**/sign-in*") as leaving:
        with olga.expect_response("**/disabling") as disabled:
            olga.get_by_role("button", name="Disable").click()
        told = disabled.value.request.timing
    delay = leaving.value.timing["startTime"] - told["startTime"] - told["responseStart"]
    tell(f"A disabled person's page left for the sign-in after {max(delay, 0):.0f} ms.")
    assert delay < A_SECOND
    expect(arthur).to_have_url("/sign-in?next=%2Fleads")
    olga.get_by_role("button", name="Enable").click()
    expect(olga.get_by_role("button", name="Disable")).to_be_visible()
