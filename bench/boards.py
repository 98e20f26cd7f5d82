"""A status change on every open bench board, at 10,000 customers and at a million.

The whole product runs on each shop. A board here is what a browser's is without the drawing: a
live socket, the pause of board-live.js, and the question for what changed. A change is timed from
before the rule begins until a board has its card: 95th percentile over all boards and changes.
Owner, front desk and technician look on by turns. Times: read them on a quiet machine.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._shops import shops
from bench.repairs import PEOPLE

BOARDS = (1, 5, 20)
CHANGES = 60
APART = 0.5  # seconds between two changes: a busy chain
AT_ONCE = 0.01  # as board-live.js waits
VIEWS = {"owner": "", "front desk": "?by=person", "technician": "?technician={staff}"}


def main() -> None:
    if sys.argv[1:] == ["measure"]:
        measure()
        return
    with shops() as found:
        print(f"{'shop':8}{'boards':>8}{'p50 ms':>9}{'p95 ms':>9}{'worst ms':>10}")
        for name, environment in found.items():
            command = [sys.executable, __file__, "measure"]
            lines = subprocess.run(
                command, env=environment, check=True, stdout=subprocess.PIPE, text=True
            ).stdout.splitlines()
            for line in lines:
                print(f"{name:8}{line}", flush=True)


class Board:
    """One open board: what it hears, and when it had the answer to each change."""

    def __init__(self, line: Any, http: httpx.AsyncClient, view: str) -> None:
        self.line, self.http, self.view = line, http, view
        self.shown: dict[str, asyncio.Future[float]] = {}

    def await_change(self, booking: str) -> None:
        self.shown[booking] = asyncio.get_running_loop().create_future()

    async def follow(self) -> None:
        async for text in self.line:
            told = json.loads(text)
            if told["type"] == "booking.status_changed":
                await asyncio.sleep(AT_ONCE)
                await self.ask(told["payload"]["about_id"])

    async def ask(self, booking: str) -> None:
        answer = await self.http.get(f"/bookings/changed{self.view}", params={"id": booking})
        assert answer.status_code == 200, answer.status_code
        assert f"card-{booking}" in answer.text
        self.shown[booking].set_result(time.monotonic())


def measure() -> None:
    import django

    django.setup()
    from crm.realtime.tests.make import cookie, product

    staff = people()
    bookings = repairs(staff)
    cookies = {role: cookie(person) for role, person in staff.items()}
    with product("web", "worker") as running:
        for boards in BOARDS:
            delays = asyncio.run(looked_at(running, boards, staff, cookies, bookings))
            p95 = statistics.quantiles(delays, n=20)[18]
            print(
                f"{boards:>8}{statistics.median(delays):9.0f}{p95:9.0f}{max(delays):10.0f}",
                flush=True,
            )


def people() -> dict[str, Any]:
    from crm.accounts.models import Staff

    return {role: Staff.objects.get(email=email) for role, email in PEOPLE.items()}


def repairs(staff: dict[str, Any]) -> list[Any]:
    """Open repairs that all three of them see on their boards."""
    from crm.bookings.models import Booking

    rows = Booking.objects.visible_to(staff["front desk"]).visible_to(staff["technician"])
    mine = rows.filter(assigned_technician=staff["technician"], status="IN_PROGRESS")
    return list(mine.order_by("pk")[:10])


async def looked_at(
    running: Any, boards: int, staff: dict[str, Any], cookies: dict[str, str], bookings: list[Any]
) -> list[float]:
    """Milliseconds until each of these boards showed each change."""
    from crm.realtime.tests.make import opened

    delays = []
    async with AsyncExitStack() as stack:
        looking = []
        for number in range(boards):
            role = list(VIEWS)[number % len(VIEWS)]
            line = await stack.enter_async_context(opened(running, cookies[role]))
            http = httpx.AsyncClient(base_url=running.address, headers={"Cookie": cookies[role]})
            view = VIEWS[role].format(staff=staff[role].pk)
            looking.append(Board(line, await stack.enter_async_context(http), view))
        following = [asyncio.create_task(board.follow()) for board in looking]
        for board in looking:  # the first answer of a connection is not the usual one
            board.await_change(str(bookings[0].pk))
            await board.ask(str(bookings[0].pk))
        for turn in range(CHANGES):
            booking = bookings[turn % len(bookings)]
            for board in looking:
                board.await_change(str(booking.pk))
            begun = time.monotonic()
            await asyncio.to_thread(change, booking, staff["owner"])
            await asyncio.sleep(max(0.0, begun + APART - time.monotonic()))
            async with asyncio.timeout(10):
                arrivals = [await board.shown[str(booking.pk)] for board in looking]
            delays += [(arrival - begun) * 1000 for arrival in arrivals]
        for task in following:
            task.cancel()
    return delays


def change(booking: Any, by: Any) -> None:
    """Back and forth between the bench and waiting for parts."""
    from django.db import connection

    from crm.bookings import rules

    booking.refresh_from_db()
    there = "WAITING_PARTS" if booking.status == "IN_PROGRESS" else "IN_PROGRESS"
    rules.change_status(booking, there, by=by)
    connection.close()


if __name__ == "__main__":
    main()
