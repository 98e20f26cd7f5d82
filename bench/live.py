"""Delay from a commit to an open page: p50, p99 and worst, with 1, 100 and 500 pages open.

The whole product runs (`crm up`); pages are bare sockets in this process, so the delay holds
the pump, the hub, the server and the way back. A wall-clock figure: read it on a quiet machine.
"""

import asyncio
import base64
import os
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import uvloop

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from crm.cli import ground
from tests.product import Product, running

PAGES = (1, 100, 500)
EVENTS = 100
PAUSE = 0.1  # between events: a busy counter, not a flood
SETTLE = 2.0


class Page(asyncio.Protocol):
    """A browser's side of the socket, knowing only when something arrives."""

    def __init__(self, product: Product, cookie: str) -> None:
        self.greeting = asyncio.get_running_loop().create_future()
        self.arrivals: list[float] = []
        self.product, self.cookie = product, cookie

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        head = [
            "GET /ws/crm HTTP/1.1",
            f"Host: {urlsplit(self.product.url).netloc}",
            f"Origin: {self.product.url}",
            f"Cookie: {self.cookie}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {key}",
        ]
        transport.write(("\r\n".join(head) + "\r\n\r\n").encode())

    def connection_lost(self, _reason: Exception | None) -> None:
        if not self.greeting.done():
            self.greeting.set_exception(ConnectionError("The page was turned away."))

    def data_received(self, data: bytes) -> None:
        if self.greeting.done():
            self.arrivals += [time.monotonic()] * data.count(b'"lead.edited"')
        elif b'"hello"' in data:
            self.greeting.set_result(None)


async def hear(product: Product, cookie: str, pages: int) -> list[float]:
    """The delay of every event on every page, in milliseconds."""
    loop = asyncio.get_running_loop()
    port = urlsplit(product.url).port
    opened = []
    for _ in range(pages):
        _, page = await loop.create_connection(lambda: Page(product, cookie), "127.0.0.1", port)
        opened.append(page)
    await asyncio.gather(*(page.greeting for page in opened))
    commits = await asyncio.to_thread(happen)
    await asyncio.sleep(SETTLE)
    for page in opened:
        assert len(page.arrivals) == EVENTS, f"{len(page.arrivals)} of {EVENTS} arrived"
        page.transport.close()
    return [
        (arrival - commit) * 1000
        for page in opened
        for arrival, commit in zip(page.arrivals, commits, strict=True)
    ]


def happen() -> list[float]:
    """Commit one event after the other; when each was committed."""
    from django.db import connection, transaction

    from crm import activity
    from crm.accounts.models import Staff

    owner, commits = Staff.objects.get(email="live@fixit.example"), []
    for _ in range(EVENTS):
        with transaction.atomic():
            transaction.on_commit(lambda: commits.append(time.monotonic()))
            activity.record("lead.edited", about=owner, by=owner)
        time.sleep(PAUSE)
    connection.close()
    return commits


def main() -> None:
    with running() as product:
        for name in [name for name in os.environ if name.startswith("CRM_")]:
            del os.environ[name]  # the product's own secret key signs the sessions
        os.environ.update(product.environment)
        with ground.django(product.data):
            from crm.accounts.tests import make
            from crm.realtime.tests.make import cookie

            owner = make.staff("Live", "owner")
            signed_in = cookie(owner)
            print(f"{'pages':>6} {'p50 ms':>8} {'p99 ms':>8} {'worst ms':>9}")
            for pages in PAGES:
                delays = uvloop.run(hear(product, signed_in, pages))
                cuts = statistics.quantiles(delays, n=100)
                print(f"{pages:>6} {cuts[49]:>8.1f} {cuts[98]:>8.1f} {max(delays):>9.1f}")


if __name__ == "__main__":
    main()
