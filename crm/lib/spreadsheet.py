"""Rows as CSV, sent while they are read, and harmless when a spreadsheet opens them."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse

_LIVE = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet run a cell as a formula


class _Line:
    """A file for the csv module that keeps nothing: each write is handed on."""

    def write(self, text: str) -> str:
        return text


def defused(value: Any) -> Any:
    """`=HYPERLINK(...)` as text: an apostrophe in front stops a spreadsheet from running it."""
    if isinstance(value, str) and value.startswith(_LIVE):
        return f"'{value}"
    return value


def download(
    name: str, head: Iterable[str], rows: Iterable[Iterable[Any]]
) -> StreamingHttpResponse:
    """`name`.csv for the browser to save; a byte-order mark tells Excel that it is UTF-8."""
    response = StreamingHttpResponse(_lines(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _lines(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow([defused(cell) for cell in head])
    for row in rows:
        yield writer.writerow([defused(cell) for cell in row])
