"""The live socket, `/ws/crm`, spoken in plain ASGI beside Django.

`app` answers one WebSocket; `start` and `stop` belong to the server's lifespan, whose state
carries the hub.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings

from crm.accounts.auth import staff_of_session
from crm.accounts.rules import redeem_live_ticket
from crm.realtime import feed, rights
from crm.realtime.client import SIGNED_OUT, TRY_AGAIN, Client, Say
from crm.realtime.hub import Hub
from crm.realtime.message import word
from crm.realtime.origin import is_ours
from crm.realtime.rights import Credential

PATH = "/ws/crm"
SECONDS_TO_CLOSE = 2.0
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_HUB = "live_hub"


def start(state: MutableMapping[str, Any]) -> None:
    """Begin to read the log for this process."""
    state[_HUB] = Hub()
    state[_HUB].start()


def stop(state: MutableMapping[str, Any]) -> None:
    state[_HUB].stop()


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Let in whoever may hear, and tell them until they leave or lose the right."""
    if scope["path"] != PATH:
        await _refuse(scope, send, 404)
        return
    query = parse_qs(scope["query_string"].decode("latin-1"))
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    ticket = query.get("ticket", [None])[0]
    # A ticket is its own proof; a cookie is sent by any site's page, so that site must be ours.
    if ticket is None and not is_ours(headers.get("origin"), headers.get("host")):
        await _refuse(scope, send, 403)
        return
    await receive()
    await send({"type": "websocket.accept"})
    credential = await _credential(ticket, headers.get("cookie", ""))
    if credential is None:
        await send({"type": "websocket.close", "code": SIGNED_OUT})
        return
    hub: Hub = scope["state"][_HUB]
    await _serve(hub, Client(credential), query.get("since", [None])[0], receive, send)


async def _refuse(scope: Scope, send: Send, status: int) -> None:
    if "websocket.http.response" in scope.get("extensions", {}):
        await send({"type": "websocket.http.response.start", "status": status, "headers": []})
        await send({"type": "websocket.http.response.body", "body": b""})
    else:
        await send({"type": "websocket.close", "code": TRY_AGAIN})


async def _credential(ticket: str | None, cookies: str) -> Credential | None:
    if ticket is not None:
        staff = await rights.aside(partial(redeem_live_ticket, ticket))
        return partial(rights.account, staff.pk) if staff else None
    try:
        session = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        session = None
    return partial(staff_of_session, session.value) if session else None


async def _serve(hub: Hub, client: Client, since: str | None, receive: Receive, send: Send) -> None:
    async def say(text: str) -> None:
        await send({"type": "websocket.send", "text": text})

    leaving = asyncio.ensure_future(_left(receive))
    speaking = asyncio.ensure_future(_speak(hub, client, since, say))
    try:
        ends: set[asyncio.Future[Any]] = {leaving, speaking, client.over}
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    finally:
        hub.leave(client)
        leaving.cancel()
        speaking.cancel()
        _left_over, spoken = await asyncio.gather(leaving, speaking, return_exceptions=True)
    if isinstance(spoken, Exception) and not isinstance(spoken, OSError):
        raise spoken
    if client.over.done():
        await _close(client.over.result(), hub, say, send)


async def _speak(hub: Hub, client: Client, since: str | None, say: Say) -> None:
    """Greet, catch up with what was missed, then pass on what comes."""
    until = await hub.join(client)
    if client.rights is None:
        return
    await say(word("hello", head=hub.head))
    if since:
        missed = await rights.aside(partial(feed.missed, since, until))
        if missed is None:
            await say(word("resync", head=hub.head))
        for message in missed or []:
            await client.tell(message, say)
    await client.speak(say)


async def _left(receive: Receive) -> None:
    """Nothing a client sends means anything, but that it is still there."""
    while (await receive())["type"] != "websocket.disconnect":
        pass


async def _close(code: int, hub: Hub, say: Say, send: Send) -> None:
    """Say why, if the line still carries it."""
    try:
        async with asyncio.timeout(SECONDS_TO_CLOSE):
            if code == TRY_AGAIN:
                await say(word("resync", head=hub.head))
            await send({"type": "websocket.close", "code": code})
    except (TimeoutError, OSError):
        return  # the server drops what is left of it
