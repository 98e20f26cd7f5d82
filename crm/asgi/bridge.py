"""A WSGI application behind an ASGI server: one hop to a thread and back per request.

Bodies are read whole, up to a limit, before a thread is taken, so a slow sender occupies
none. Answers go back in one piece unless they stream.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import Executor
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from crm.asgi.body import TooLongError, read, refuse
from crm.asgi.environ import environ

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[str, str]]
WSGI = Callable[[dict[str, Any], Callable[..., None]], Iterable[bytes]]

BODILESS = {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}
AT_ONCE = 256 * 1024  # an answer up to this size is handed over in one message


@dataclass
class Bridge:
    """Serves HTTP scopes from a WSGI application on a pool of threads."""

    wsgi: WSGI
    pool: Executor
    longest_body: int
    too_long: bytes = b"{}"  # what a longer body is told, as problem+json

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        try:
            body = await read(scope, receive, self.longest_body)
        except TooLongError as error:
            await refuse(self.too_long, receive, send, is_over=error.is_over)
            return
        if body is None:
            return  # the caller hung up before it had said everything
        loop = asyncio.get_running_loop()
        answer = _Answer(loop, send)
        whole = await loop.run_in_executor(self.pool, answer.work, self.wsgi, environ(scope, body))
        if whole is not None:
            answer.measure(whole)
            await send(answer.start)
            await send({"type": "http.response.body", "body": whole})


class _Answer:
    """One run of the application in a thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Send) -> None:
        self.loop = loop
        self.send = send
        self.start: Message = {}

    def work(self, wsgi: WSGI, environ: dict[str, Any]) -> bytes | None:
        """The whole body when it is short; None when it has been streamed."""
        chunks = wsgi(environ, self._start_response)
        try:
            return self._handed_over(iter(chunks))
        finally:
            if close := getattr(chunks, "close", None):
                close()

    def measure(self, body: bytes) -> None:
        """Tell the length, so that the connection need not be chunked."""
        headers = self.start["headers"]
        bodiless = self.start["status"] in BODILESS
        if not bodiless and all(name != b"content-length" for name, _value in headers):
            headers.append((b"content-length", str(len(body)).encode()))

    def _handed_over(self, chunks: Iterator[bytes]) -> bytes | None:
        ready: list[bytes] = []
        size = 0
        for chunk in chunks:
            ready.append(chunk)
            size += len(chunk)
            if size > AT_ONCE:
                break
        else:
            return b"".join(ready)
        self._tell(self.start)
        self._tell_part(b"".join(ready))
        for chunk in chunks:
            self._tell_part(chunk)
        self._tell({"type": "http.response.body"})
        return None

    def _start_response(self, status: str, headers: Headers, *_error: object) -> None:
        self.start = {
            "type": "http.response.start",
            "status": int(status[:3]),
            "headers": [
                (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
            ],
        }

    def _tell_part(self, chunk: bytes) -> None:
        self._tell({"type": "http.response.body", "body": chunk, "more_body": True})

    def _tell(self, message: Message) -> None:
        # Waiting for each message is what slows a fast export down to a slow reader.
        asyncio.run_coroutine_threadsafe(self._send(message), self.loop).result()

    async def _send(self, message: Message) -> None:
        await self.send(message)
