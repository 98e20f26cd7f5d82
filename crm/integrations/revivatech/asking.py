"""One question to the platform over HTTP: bounded in time and size, and never redirected."""

import json
from http.client import HTTPException, HTTPResponse
from time import monotonic
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from ninja.errors import HttpError

from crm.lib import schema
from crm.lib.refusal import Refusal

LARGEST = 256 * 1024
LARGEST_LIST = 4 * 1024 * 1024
UNREACHABLE = "The platform cannot be reached. Try again in a moment."
_UNREADABLE = "The platform answered something that cannot be read as a price."


class _NoRedirect(HTTPRedirectHandler):
    """A redirect could lead anywhere, with our key in hand."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


_opener = build_opener(_NoRedirect)


def get(url: str, *, seconds: float) -> Any:
    """The JSON it answers, of at most 4 MB. Refuses (503) anything but a success."""
    request = Request(url, headers=_headers())  # noqa: S310 - the model lets only http through
    until = monotonic() + seconds
    try:
        with _opener.open(request, timeout=seconds) as response:
            return schema.parse(_body(response, until, largest=LARGEST_LIST))
    except HTTPError as error:
        error.close()
        raise Refusal(f"The platform answered {error.code} to {url}.", status=503) from None
    except (OSError, HTTPException):
        raise Refusal(UNREACHABLE, status=503) from None
    except HttpError:
        raise Refusal("The platform answered something that is not JSON.", status=503) from None


def post(url: str, body: dict[str, Any], *, seconds: float) -> dict[str, Any]:
    """The JSON object it answers, also when it refuses with one. Refuses (503) otherwise."""
    request = Request(url, json.dumps(body).encode(), _headers(), method="POST")  # noqa: S310 - the model lets only http through
    until = monotonic() + seconds
    try:
        with _opener.open(request, timeout=seconds) as response:
            return _object(_body(response, until))
    except HTTPError as error:
        with error:
            if not 400 <= error.code < 500:  # noqa: PLR2004 - HTTP's lines: not a no, but no answer
                raise Refusal(UNREACHABLE, status=503) from None
            try:
                return _refusal(_body(error, until))
            except (OSError, HTTPException):
                raise Refusal(UNREACHABLE, status=503) from None
    except (OSError, HTTPException):
        raise Refusal(UNREACHABLE, status=503) from None


def _headers() -> dict[str, str]:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if settings.REVIVATECH_API_KEY:
        headers["Authorization"] = f"Bearer {settings.REVIVATECH_API_KEY}"
    return headers


def _refusal(body: bytes) -> dict[str, Any]:
    """A 4xx is an answer too; it always means no."""
    return _object(body) | {"success": False}


def _body(response: HTTPResponse | HTTPError, until: float, *, largest: int = LARGEST) -> bytes:
    """All of it, unless it drips for longer than we wait or never ends."""
    body = b""
    while piece := response.read1():
        body += piece
        if monotonic() > until or len(body) > largest:
            raise Refusal(UNREACHABLE, status=503)
    return body


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = schema.parse(body)
    except (HttpError, Refusal):
        said = None
    if not isinstance(said, dict):
        raise Refusal(_UNREADABLE, status=503)
    return said
