"""The front of the web process: live sockets are answered here, the rest by Django's WSGI.

Never Django's own ASGI handler, which costs 2.4 times the CPU (docs/decisions/0003-serving.md).
"""

from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

from django.conf import settings

from crm.asgi.bridge import WSGI, Bridge
from crm.wsgi import application as wsgi

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]

LIVE = "/ws/crm"
NO_SUCH_SOCKET = 4404

pool = ThreadPoolExecutor(settings.WEB_THREADS, thread_name_prefix="web")
http = Bridge(cast("WSGI", wsgi), pool, longest_body=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """One connection, request or the process's own beginning and end."""
    if scope["type"] == "http":
        await http(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["path"] == LIVE:
        from crm.realtime import socket

        await socket.app(scope, receive, send)
    else:
        await receive()
        await send({"type": "websocket.close", "code": NO_SUCH_SOCKET})


async def _lifespan(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    pool.shutdown()
    await send({"type": "lifespan.shutdown.complete"})
