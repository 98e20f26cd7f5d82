"""What the server calls for every connection."""

from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import cast

from django.conf import settings

from crm.asgi.bridge import WSGI, Bridge, Message, Receive, Send
from crm.lib.problem import problem
from crm.realtime import socket
from crm.wsgi import application as wsgi
from crm.wsgi import make_ready

pool = ThreadPoolExecutor(settings.WEB_THREADS, thread_name_prefix="web")
http = Bridge(
    cast("WSGI", wsgi),
    pool,
    longest_body=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
    too_long=problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE).content,
)


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """One connection, request or the process's own beginning and end."""
    if scope["type"] == "http":
        await http(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _lifespan(scope, receive, send)
    else:
        await socket.app(scope, receive, send)


async def _lifespan(scope: Message, receive: Receive, send: Send) -> None:
    await receive()
    make_ready()
    socket.start(scope["state"])
    await send({"type": "lifespan.startup.complete"})
    await receive()
    socket.stop(scope["state"])
    pool.shutdown()
    await send({"type": "lifespan.shutdown.complete"})
