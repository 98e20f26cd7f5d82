"""CPU per request of the ways to put a WSGI application behind an HTTP server.

The application answers 2 KB of JSON and does nothing else, so what is measured is the way
there and back. granian and a2wsgi are compared where they are installed. This is what
docs/decisions/0003-serving.md was decided by.
"""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ANSWER = json.dumps([{"id": number, "name": "Sadie Whitmore"} for number in range(45)]).encode()
THREADS = 4
CALLERS = 8
WARM_UP, REQUESTS = 2_000, 20_000
PORT = 8971
TICK = os.sysconf("SC_CLK_TCK")


def bare() -> Callable[..., list[bytes]]:
    """The least a WSGI application can do."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        environ["wsgi.input"].read()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(ANSWER)))]
        start_response("200 OK", headers)
        return [ANSWER]

    return application


def bridged() -> Any:
    """The same behind our own bridge."""
    from crm.asgi.bridge import Bridge

    return Bridge(bare(), ThreadPoolExecutor(THREADS), longest_body=1_000_000)


def adapted() -> Any:
    """The same behind a2wsgi."""
    from a2wsgi import WSGIMiddleware

    return WSGIMiddleware(bare(), workers=THREADS)


def django() -> Any:
    """A Django view with the usual middleware and nothing to do."""
    from django.core.wsgi import get_wsgi_application

    _configure()
    return get_wsgi_application()


def django_bridged() -> Any:
    """The same Django view behind our own bridge."""
    from crm.asgi.bridge import Bridge

    return Bridge(django(), ThreadPoolExecutor(THREADS), longest_body=1_000_000)


def django_asgi() -> Any:
    """The same Django view behind Django's own ASGI handler."""
    from django.core.asgi import get_asgi_application

    _configure()
    return get_asgi_application()


def _configure() -> None:
    from django import setup
    from django.conf import settings
    from django.http import HttpResponse
    from django.urls import path

    def answer(request: Any) -> HttpResponse:
        return HttpResponse(ANSWER, content_type="application/json")

    settings.configure(
        ROOT_URLCONF=(path("", answer),),
        ALLOWED_HOSTS=["*"],
        SECRET_KEY="bench",
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
    )
    setup()


def uvicorn(factory: str) -> list[str]:
    options = ["--factory", "--loop=uvloop", "--http=httptools", "--no-access-log"]
    quiet = ["--log-level=warning", "--lifespan=off", f"--port={PORT}"]
    return [sys.executable, "-m", "uvicorn", *options, *quiet, f"bench.serving:{factory}"]


def granian(factory: str) -> list[str]:
    options = ["--interface=wsgi", "--factory", "--workers=1", f"--blocking-threads={THREADS}"]
    quiet = ["--no-log", f"--port={PORT}"]
    return [sys.executable, "-m", "granian", *options, *quiet, f"bench.serving:{factory}"]


WAYS = [
    ("granian's own WSGI", granian("bare"), "granian"),
    ("uvicorn + our bridge", uvicorn("bridged"), "uvicorn"),
    ("uvicorn + a2wsgi", uvicorn("adapted"), "a2wsgi"),
    ("Django view, granian", granian("django"), "granian"),
    ("Django view, our bridge", uvicorn("django_bridged"), "uvicorn"),
    ("Django view, Django's ASGI", uvicorn("django_asgi"), "uvicorn"),
]


def main() -> None:
    print(f"{'':28}{'CPU per request':>16}{'ratio':>8}{'requests/s':>12}")
    first = None
    for name, command, package in WAYS:
        if find_spec(package) is None:
            print(f"{name:28}{'not installed':>16}")
            continue
        cpu, rate = measure(command)
        first = first or cpu
        print(f"{name:28}{cpu * 1e6:13.0f} µs{cpu / first:8.2f}{rate:12.0f}")


def measure(command: list[str]) -> tuple[float, float]:
    """(CPU seconds of the server per request, requests per second)."""
    server = subprocess.Popen(command, cwd=Path(__file__).parent.parent)
    try:
        _wait_for_port()
        _ask(WARM_UP)
        before, begun = _cpu(server.pid), time.monotonic()
        _ask(REQUESTS)
        return (
            (_cpu(server.pid) - before) / REQUESTS,
            REQUESTS / (time.monotonic() - begun),
        )
    finally:
        server.terminate()
        server.wait()


def _ask(requests: int) -> None:
    callers = [threading.Thread(target=_call, args=(requests // CALLERS,)) for _ in range(CALLERS)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()


def _call(times: int) -> None:
    question = b"GET / HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n"
    with socket.create_connection(("127.0.0.1", PORT)) as line:
        for _ in range(times):
            line.sendall(question)
            received = line.recv(65536)
            while not received.endswith(ANSWER):
                received += line.recv(65536)


def _wait_for_port() -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", PORT), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("The server did not start.")


def _cpu(process: int) -> float:
    """CPU seconds of a process and its children so far."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    numbers = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    own = (int(numbers[11]) + int(numbers[12])) / TICK
    return own + sum(_cpu(int(child)) for child in children)


if __name__ == "__main__":
    main()
