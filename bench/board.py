"""The board of leads with 100 and with 15,000 active leads, in one run: times, statements, bytes.

CPU is the web process's, per page. "To live" is a cold Chromium's time, by the wall clock, until
cards can be dragged and news is heard; it is left out where there is no Chromium.
"""

import logging
import os
import shutil
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from crm.cli import ground
from tests.browser.chromium import FLAGS, NAMES
from tests.journeys.browsing import Browsing
from tests.product import Product, running

SIZES = (100, 15_000)
CUSTOMERS_PER_LEAD = 5  # as demo-data makes them
TURNS = 15


@dataclass
class Figures:
    """One board, looked at."""

    leads: int
    statements: int
    cpu: float
    to_first_byte: float
    to_live: float
    html: int


def main() -> None:
    logging.getLogger("httpx").setLevel(logging.WARNING)
    rows, leads = [], 0
    with running("--demo") as product:
        for size in SIZES:
            more = (size - leads) * CUSTOMERS_PER_LEAD
            product.crm("demo-data", "--customers", str(more))
            leads = size
            rows.append(measured(product, size))
    print(f"{'leads':>8}{'statements':>12}{'CPU':>12}{'first byte':>14}{'to live':>13}{'HTML':>12}")
    for row in rows:
        print(
            f"{row.leads:>8,}{row.statements:>12}{row.cpu * 1000:>9.1f} ms"
            f"{row.to_first_byte * 1000:>11.1f} ms{row.to_live:>10.0f} ms{row.html / 1000:>9.1f} KB"
        )
    few, many = rows
    print(
        f"   ratio{many.statements / few.statements:>12.2f}{many.cpu / few.cpu:>12.2f}"
        f"{many.to_first_byte / few.to_first_byte:>14.2f}"
        f"{many.to_live / few.to_live:>13.2f}{many.html / few.html:>12.2f}"
    )


def measured(product: Product, leads: int) -> Figures:
    owner = Browsing(product.url).sign_in("olga")
    waits, html, spent = [], 0, cpu_of(product)
    for _turn in range(TURNS):
        begun = time.perf_counter()
        with owner.http.stream("GET", "/leads") as answer:
            chunks = answer.iter_bytes()
            html = len(next(chunks))
            waits.append(time.perf_counter() - begun)
            html += sum(map(len, chunks))
    cpu = (cpu_of(product) - spent) / TURNS
    return Figures(
        leads,
        statements(product),
        cpu,
        statistics.median(waits),
        to_live(product, owner.http),
        html,
    )


def cpu_of(product: Product) -> float:
    """Seconds the web process has spent so far."""
    fields = Path(f"/proc/{product.web_process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def statements(product: Product) -> int:
    """What the owner's board asks of the database, counted in this process."""
    os.environ.update(product.environment)
    with ground.django(product.data):
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        from crm.accounts.models import Staff

        owner = Client(headers={"host": "localhost"})
        owner.force_login(Staff.objects.get(email="olga@fixit.example"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert owner.get("/leads").status_code == 200
        return len(asked)


def to_live(product: Product, owner: httpx.Client) -> float:
    """Milliseconds from the click to a board that is live."""
    installed = next(filter(None, map(shutil.which, NAMES)), None)
    if installed is None:
        return float("nan")
    from playwright.sync_api import sync_playwright

    cookies = [
        {"name": name, "value": value, "url": product.url} for name, value in owner.cookies.items()
    ]
    times = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        for _turn in range(5):
            with browser.new_context(base_url=product.url) as context:
                context.add_cookies(cookies)
                page = context.new_page()
                page.goto("/leads", wait_until="commit")
                page.locator("[data-live-dot][data-state=live]").wait_for()
                times.append(page.evaluate("performance.now()"))
        browser.close()
    return statistics.median(times)


if __name__ == "__main__":
    main()
