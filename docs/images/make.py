"""The pictures of this folder, taken anew from the demo shop: `python docs/images/make.py`."""  # noqa: INP001 - a script

import re
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.audit import PHONE
from tests.browser.chromium import FLAGS, NAMES
from tests.browser.leads import open_board
from tests.browser.people import sign_in
from tests.product import Product, running

HERE = Path(__file__).resolve().parent
MOST = 200_000
LAPTOP = {"width": 1280, "height": 800}


def main() -> None:
    installed = next(filter(None, map(shutil.which, NAMES)), None)
    if installed is None:
        sys.exit("There is no Chromium on this machine (apt-get install chromium).")
    with running("--demo") as product, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        at_the_counter(browser, product, "light")
        at_the_counter(browser, product, "dark")
        on_a_phone(browser, product)
        browser.close()


def at_the_counter(browser: Browser, product: Product, scheme: str) -> None:
    """What Rory sees; in the dark the board is enough."""
    with browser.new_context(
        base_url=product.url, viewport=LAPTOP, color_scheme=scheme, locale="en-GB"
    ) as context:
        page = context.new_page()
        sign_in(page, "rory")
        open_board(page)
        if scheme == "dark":
            picture(page, "board-dark.png")
            return
        picture(page, "board.png")
        busiest = page.locator("#cards-QUALIFYING a").first
        busiest.click()
        page.get_by_role("heading", name="Score").wait_for()
        picture(page, "lead.png")
        page.goto("/")
        picture(page, "today.png")
        page.goto("/bookings")
        page.locator("[data-live-dot][data-state=live]").wait_for()
        picture(page, "bench.png")
        page.locator("#cards-READY_FOR_PICKUP a").first.click()
        page.get_by_role("heading", name="Money").wait_for()
        picture(page, "repair.png")
        show_the_customer(browser, page, product)


def show_the_customer(browser: Browser, page: Page, product: Product) -> None:
    """The link to the repair on the screen, made by Rory and opened by its owner."""
    page.locator("#booking-actions summary").click()
    page.get_by_role("button", name="The customer’s link").click()
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("Link", exact=True).input_value()
    with browser.new_context(
        base_url=product.url, viewport=PHONE, device_scale_factor=2, locale="en-GB"
    ) as context:
        phone = context.new_page()
        phone.goto(link)
        picture(phone, "link-phone.png")


def on_a_phone(browser: Browser, product: Product) -> None:
    """What a visitor sees on the way home with a broken laptop."""
    with browser.new_context(
        base_url=product.url, viewport=PHONE, device_scale_factor=2, locale="en-GB"
    ) as context:
        page = context.new_page()
        page.goto("/enquire/tottenham")
        page.get_by_label(re.compile("Your name")).fill("Priya Nair")
        page.get_by_label(re.compile("Phone")).fill("07700 900482")
        page.get_by_label(re.compile("Your device")).fill('MacBook Pro 14" 2021')
        page.get_by_label(re.compile("What is wrong")).fill("Liquid damage")
        page.get_by_role("heading", level=1).click()
        picture(page, "form-phone.png")


def picture(page: Page, name: str) -> None:
    """Once everything the page fetches later has come."""
    page.wait_for_load_state("load")
    page.locator(".htmx-request").first.wait_for(state="detached")
    path = HERE / name
    page.screenshot(path=path)
    if path.stat().st_size > MOST:
        sys.exit(f"{name} is larger than {MOST:,} bytes.")


if __name__ == "__main__":
    main()
