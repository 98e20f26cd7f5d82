"""The public form: alone, and in a frame of the shop's own site."""

import re

from playwright.sync_api import Page, expect

from tests.browser.complaints import Complaints
from tests.browser.conftest import SignedIn, Stranger
from tests.browser.leads import open_board
from tests.journeys.shop import SITE
from tests.product import Product


def frame_in(page: Page, product: Product, site: str) -> None:
    """A page of `site` that shows the form in a frame."""
    frame = f'<!doctype html><title>Site</title><iframe src="{product.url}/enquire/embed"></iframe>'
    page.route(f"{site}/", lambda route: route.fulfill(body=frame, content_type="text/html"))
    page.goto(f"{site}/")


def test_a_visitor_asks_and_the_open_board_shows_it(
    signed_in: SignedIn, stranger: Stranger
) -> None:
    board, visitor = signed_in("rory"), stranger()
    open_board(board)
    visitor.goto("/enquire/tottenham")
    visitor.get_by_label("Your name").fill("Visiting Vera")
    visitor.get_by_label("Phone").fill("07700 900981")
    visitor.get_by_label("Your device").fill("MacBook Air 2020")
    visitor.get_by_label("What is wrong?").fill("Does not charge")
    visitor.get_by_label("How soon do you need it?").select_option(label="Today: it cannot wait")
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(re.compile("Thank you"))
    expect(board.get_by_role("link", name="Visiting Vera")).to_be_visible()


def test_a_mistake_costs_nothing_that_was_typed(stranger: Stranger) -> None:
    visitor = stranger(viewport={"width": 390, "height": 844})
    visitor.goto("/enquire/tottenham")
    visitor.get_by_label("Your name").fill("Forgetful Fred")
    visitor.get_by_label("Anything else we should know?").fill("It was the cat.")
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_role("alert")).to_be_visible()
    expect(visitor.get_by_label("Your name")).to_have_value("Forgetful Fred")
    expect(visitor.get_by_label("Anything else we should know?")).to_have_value("It was the cat.")


def test_the_shops_own_site_may_show_the_form_in_a_frame(
    stranger: Stranger, product: Product
) -> None:
    page = stranger()
    frame_in(page, product, SITE)
    expect(page.frame_locator("iframe").get_by_label("Your name")).to_be_visible()


def test_any_other_site_may_not(
    stranger: Stranger, product: Product, complaints: Complaints
) -> None:
    complaints.expect("frame-ancestors")
    page = stranger()
    frame_in(page, product, "http://elsewhere.example")
    expect(page.frame_locator("iframe").get_by_label("Your name")).to_have_count(0)
    assert page.frames[-1].url == "chrome-error://chromewebdata/"
