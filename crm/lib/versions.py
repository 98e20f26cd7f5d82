"""Optimistic concurrency: a row's `version` is its ETag, and a stale writer is told so."""

from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse

from crm.lib.refusal import Refusal, Stale


class Versioned(Protocol):
    version: Any


def etag(row: Versioned) -> str:
    return f'"{row.version}"'


def tagged(response: HttpResponse, row: Versioned) -> None:
    """Put the row's version on the answer."""
    response["ETag"] = etag(row)


def expected(request: HttpRequest) -> int | None:
    """The version the caller last saw, from `If-Match`; None when they did not say."""
    header = request.headers.get("If-Match", "").strip()
    if header in {"", "*"}:
        return None
    value = header.removeprefix("W/").strip('"')
    if not (value.isascii() and value.isdigit() and len(value) < 10):  # noqa: PLR2004 - fits an int
        raise Refusal("If-Match must be an ETag from this API.", field="If-Match", status=412)
    return int(value)


def must_match(row: Versioned, version: int | None) -> None:
    """Refuse with 412 when the row has moved on since the caller read it."""
    if version is not None and row.version != version:
        raise Stale("Somebody else changed this while you were editing. Look at it again.")
