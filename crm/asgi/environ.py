"""An ASGI scope in WSGI's words (PEP 3333)."""

import sys
from collections.abc import MutableMapping
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

UNPREFIXED = {"CONTENT_TYPE", "CONTENT_LENGTH"}


def environ(scope: MutableMapping[str, Any], body: bytes) -> dict[str, Any]:
    """What the application reads; text is bytes told as Latin-1, as WSGI wants it."""
    server = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    words: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" not in name:  # X_FORWARDED_FOR would pass for X-Forwarded-For
            _add(words, name, value.decode("latin-1"))
    words["CONTENT_LENGTH"] = str(len(body))
    return words


def _add(words: dict[str, Any], name: bytes, value: str) -> None:
    key = name.decode("latin-1").upper().replace("-", "_")
    if key not in UNPREFIXED:
        key = f"HTTP_{key}"
    if key in words:
        separator = "; " if key == "HTTP_COOKIE" else ","
        value = f"{words[key]}{separator}{value}"
    words[key] = value
