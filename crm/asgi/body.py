"""A request's body: read up to a limit, refused beyond it without being kept."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

WORTH_DRAINING = 64 * 1024 * 1024
SECONDS_OF_DRAINING = 10.0


class TooLongError(Exception):
    """The body is longer than the product accepts; maybe some of it has yet to come."""

    def __init__(self, *, is_over: bool) -> None:
        super().__init__()
        self.is_over = is_over


async def read(scope: Message, receive: Receive, longest: int) -> bytes | None:
    """The whole body, or None when the caller hung up in the middle of it."""
    if _announced(scope) > longest:
        raise TooLongError(is_over=False)
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        is_over = not message.get("more_body")
        if size > longest:
            raise TooLongError(is_over=is_over)
        if is_over:
            return b"".join(parts)


async def refuse(answer: bytes, receive: Receive, send: Send, *, is_over: bool) -> None:
    """Say 413 at once, then let the caller finish: closing early would hide the answer.

    (A socket closed with unread input is reset, and the reset overtakes the answer.)
    """
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(answer)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": answer, "more_body": True})
    if not is_over:
        with suppress(TimeoutError):
            await asyncio.wait_for(_drain(receive), SECONDS_OF_DRAINING)
    await send({"type": "http.response.body"})


async def _drain(receive: Receive) -> None:
    seen = 0
    while seen < WORTH_DRAINING:
        message = await receive()
        seen += len(message.get("body", b""))
        if not message.get("more_body"):
            return


def _announced(scope: Message) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value)  # the server has refused anything but digits
    return 0
