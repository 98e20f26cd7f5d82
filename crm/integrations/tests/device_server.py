"""A platform's device database on this machine: real HTTP, pages of two, and what was asked."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

A_PAGE = 2
CATEGORIES = [
    {"id": "c1", "name": "iPhone", "slug": "iphone", "sortOrder": 1, "isActive": True},
    {"id": "c2", "name": "Smart Glasses", "slug": "smart-glasses", "isActive": True},
]
BRANDS = {
    "c1": [{"id": 11, "categoryId": "c1", "name": "Apple", "slug": "apple"}],
    "c2": [{"id": 12, "categoryId": "c2", "name": "Meta", "slug": "meta"}],
}
MODELS = {
    "11": [
        {
            "id": 101,
            "name": "iPhone 13",
            "year": 2021,
            "imageUrl": "https://example.org/13.png",
            "specifications": {"screen": "6.1-inch OLED", "ports": ["Lightning"]},
            "commonIssues": ["Cracked screen"],
            "averageRepairCost": 149,
        },
        {"id": 102, "name": "iPhone 14", "year": "2022", "screenSize": 6.1},
        {"id": 103, "name": "iPhone 15", "year": 2023, "averageRepairCost": "£229.50"},
    ],
    "12": [{"id": 201, "name": "Ray-Ban", "year": 2023}, {"id": 202, "year": 2024}],
}


class Platform(ThreadingHTTPServer):
    """Answers in the platform's envelopes; `broken` is an address that fails."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.broken = ""
        self.instead: tuple[int, bytes] = (500, b"")
        self.models: dict[str, list[dict[str, Any]]] = MODELS

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def rows(self, path: str) -> list[dict[str, Any]]:
        parts = path.removeprefix("/api/devices/").split("/")
        if parts == ["categories"]:
            return CATEGORIES
        return BRANDS[parts[1]] if parts[0] == "categories" else self.models[parts[1]]


class _Handler(BaseHTTPRequestHandler):
    server: Platform

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.server.asked.append(parts.path)
        if self.server.broken and parts.path.endswith(self.server.broken):
            return self._answer(*self.server.instead)
        rows, query = self.server.rows(parts.path), parse_qs(parts.query)
        offset = int(query["offset"][0])
        page = rows[offset : offset + A_PAGE]
        more = offset + A_PAGE < len(rows)
        told = {"total": len(rows), "limit": A_PAGE, "offset": offset, "hasMore": more}
        envelope = {"success": True, "data": page, "pagination": told}
        return self._answer(200, json.dumps(envelope).encode())

    def _answer(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args: Any) -> None:
        pass


@contextmanager
def running() -> Iterator[Platform]:
    server = Platform()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
