"""The rows of an XLSX file's first sheet, inside limits: a zip may unpack to anything."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, cast

from openpyxl import load_workbook

from crm.lib.refusal import Refusal
from crm.transfer.config import transfer
from crm.transfer.reading.record import Record
from crm.transfer.reading.stored import Stored

MEGABYTE = 1024 * 1024


def rows(stored: Stored) -> Iterator[Record]:
    """Every row that is not blank, as text. A formula arrives as the value it had."""
    check(stored)
    try:
        book = load_workbook(stored, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # a sheet may claim to be 16,384 columns wide
        found = sheet.iter_rows(values_only=True)
    except Refusal:
        raise
    except Exception as error:  # openpyxl raises whatever the broken part made it stumble over
        raise Refusal("This XLSX file is damaged and cannot be opened.", status=422) from error
    width = 0
    for values in _readable(found):
        cells = [_text(value) for value in values]
        if any(cells):
            width = width or len(cells)
            yield cells + [""] * (width - len(cells))


def check(stored: Stored) -> None:
    """Refuse a zip that would unpack beyond the limits, before anything is unpacked."""
    limits = transfer().limits
    try:
        parts = zipfile.ZipFile(cast("Any", stored)).infolist()
    except zipfile.BadZipFile:
        raise Refusal("This XLSX file is damaged and cannot be opened.", status=422) from None
    whole = sum(part.file_size for part in parts)
    grows = any(
        part.file_size > MEGABYTE and part.file_size > limits.times_packed * part.compress_size
        for part in parts
    )
    if whole > limits.unpacked_mb * MEGABYTE or grows:
        raise Refusal("This XLSX file unpacks to far more than it should.", status=422)


def _readable(found: Iterator[Any]) -> Iterator[Any]:
    try:
        yield from found
    except Exception as error:  # see `rows`
        raise Refusal("This XLSX file is damaged half way through.", status=422) from error


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
