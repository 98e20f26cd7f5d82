"""Real processes and a real browser's side of the socket."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, transaction
from websockets.asyncio.client import ClientConnection, connect

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.activity.models import Event

PATIENCE = 30.0


class Product:
    """`crm web` and `crm worker` on the test's own database, started and killed at will."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://localhost:{self.port}"
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *kinds: str) -> None:
        for kind in kinds:
            options = ["--port", str(self.port)] if kind == "web" else []
            self._running[kind] = subprocess.Popen(
                [sys.executable, "-m", "crm.cli", kind, *options],
                env=os.environ | {"DATABASE_URL": _database_url()},
            )
        if "web" in kinds:
            self._wait_for_web()

    def kill(self, *kinds: str) -> None:
        """As a power cut would."""
        for kind in kinds:
            process = self._running.pop(kind)
            process.kill()
            process.wait()

    def stop(self) -> None:
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            process.wait()

    def _wait_for_web(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("The web process did not come up.")


@contextmanager
def product(*kinds: str) -> Iterator[Product]:
    running = Product()
    try:
        running.start(*kinds)
        yield running
    finally:
        running.stop()


def _database_url() -> str:
    database = settings.DATABASES["default"]
    query = urlencode({"host": database["HOST"], "port": database["PORT"]})
    return f"postgresql://{database['USER']}@/{database['NAME']}?{query}"


def cookie(staff: Staff) -> str:
    """The cookie of a browser in which this person is signed in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(staff.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = staff.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def happen(staff: Staff, branch: Branch | None, verb: str = "lead.edited") -> Event:
    """One committed event about somebody, at a branch, on a connection of its own."""
    try:
        return record(staff, branch, verb)
    finally:
        connection.close()


@transaction.atomic
def record(staff: Staff, branch: Branch | None, verb: str = "lead.edited") -> Event:
    return activity.record(verb, about=staff, by=staff, branch=branch)


class Page:
    """An open socket, as a page of the product holds it."""

    def __init__(self, line: ClientConnection) -> None:
        self.line = line

    async def hear(self, within: float = PATIENCE) -> dict[str, Any]:
        async with asyncio.timeout(within):
            message: dict[str, Any] = json.loads(await self.line.recv())
            return message

    async def heard_nothing(self, during: float = 1.0) -> bool:
        try:
            await self.hear(during)
        except TimeoutError:
            return True
        return False

    async def closed_with(self, within: float = PATIENCE) -> int | None:
        async with asyncio.timeout(within):
            await self.line.wait_closed()
            return self.line.close_code


def opened(
    product: Product, cookie: str = "", *, origin: str | None = None, **query: str
) -> connect:
    """Knock at the live socket."""
    return connect(
        f"ws://localhost:{product.port}/ws/crm?{urlencode(query)}",
        origin=origin or product.address,
        additional_headers={"Cookie": cookie} if cookie else {},
        open_timeout=PATIENCE,
    )
