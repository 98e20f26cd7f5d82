"""Reading a file that somebody else wrote: which kind it is, and its rows one by one.

`records(upload)` yields each row after the header with its number; a row that cannot be
told apart is `Broken`, with the reason, and the rows after it are read as if it were not
there.
"""

from collections.abc import Iterator

from crm.lib.refusal import Refusal
from crm.transfer.models import Import
from crm.transfer.reading import sheets, text
from crm.transfer.reading.dialect import Dialect, sniff
from crm.transfer.reading.record import Broken, Record
from crm.transfer.reading.stored import Stored

__all__ = ["Broken", "Dialect", "Record", "header", "records", "sniff"]


def header(upload: Import) -> list[str]:
    """The first row that holds anything."""
    for cells in _rows(upload):
        if isinstance(cells, Broken):
            raise Refusal(f"The header cannot be read: {cells.reason}", status=422)
        return [cell.strip() for cell in cells]
    raise Refusal("There is nothing in this file.", status=422)


def records(upload: Import, *, after: int = 0) -> Iterator[tuple[int, Record]]:
    """Rows with their numbers (the header is 1), those up to `after` passed over."""
    for number, cells in enumerate(_rows(upload), start=1):
        if number > max(after, 1):
            yield number, cells


def _rows(upload: Import) -> Iterator[Record]:
    dialect = Dialect(**upload.dialect)
    if dialect.format == "xlsx":
        return sheets.rows(Stored(upload))
    return text.rows(Stored(upload), dialect)
