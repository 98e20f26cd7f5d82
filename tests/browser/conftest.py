"""The running product, a Chromium, and people signed in to one with the other."""

import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.chromium import FLAGS, NAMES
from tests.browser.complaints import Complaints
from tests.browser.leads import Script
from tests.browser.people import People
from tests.journeys.shop import demo_shop
from tests.product import Product

PATIENCE = 30_000

SignedIn = Callable[..., Page]
Stranger = Callable[..., Page]
Tell = Callable[[str], None]


logging.getLogger("httpx").setLevel(logging.WARNING)  # a walk would fill the report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    with demo_shop() as product:
        yield product


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    installed = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if installed is None:
        pytest.skip("There is no Chromium on this machine (apt-get install chromium).")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def people(product: Product, browser: Browser) -> People:
    return People(product.url, browser)


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """What pages complained about in their consoles, which is nothing."""
    complaints = Complaints()
    yield complaints
    assert complaints.heard == []


@pytest.fixture
def new_context(
    product: Product, browser: Browser, complaints: Complaints
) -> Iterator[Callable[..., BrowserContext]]:
    """A stranger's browser: nothing is shared with any other."""
    opened: list[BrowserContext] = []

    def new_context(**options: object) -> BrowserContext:
        context = browser.new_context(
            base_url=product.url,
            locale="en-GB",
            timezone_id="Europe/London",
            **{"viewport": {"width": 1440, "height": 900}} | options,
        )
        context.set_default_timeout(PATIENCE)
        complaints.listen(context)
        opened.append(context)
        return context

    yield new_context
    for context in opened:
        context.close()


@pytest.fixture
def stranger(new_context: Callable[..., BrowserContext]) -> Stranger:
    """`stranger()` is a page of somebody who is not signed in."""
    return lambda **options: new_context(**options).new_page()


@pytest.fixture
def signed_in(people: People, new_context: Callable[..., BrowserContext]) -> SignedIn:
    """`signed_in("rory", ...)` is a page of Rory's in a browser of its own."""

    def signed_in(name: str, **options: object) -> Page:
        return new_context(storage_state=people.session(name), **options).new_page()

    return signed_in


@pytest.fixture(scope="session")
def script(product: Product) -> Iterator[Script]:
    script = Script(product)
    yield script
    script.http.close()


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Tell:
    """A figure for whoever reads the run, shown though the test passes."""

    def tell(line: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{line}")

    return tell
