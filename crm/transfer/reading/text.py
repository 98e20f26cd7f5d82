"""The rows of a text file: any encoding, any line ends, one after the other."""

import csv
import io
from collections.abc import Iterator

from crm.transfer.reading.dialect import Dialect
from crm.transfer.reading.record import Broken, Record
from crm.transfer.reading.stored import Stored

# Read whole before it is refused as too long, so that the row after it begins where it should.
LONGEST_CELL = 32 * 1024 * 1024
BUFFER = 256 * 1024

csv.field_size_limit(LONGEST_CELL)


def rows(stored: Stored, dialect: Dialect) -> Iterator[Record]:
    """Every row that is not blank. What no encoding explains arrives as U+FFFD."""
    lines = io.TextIOWrapper(
        io.BufferedReader(stored, BUFFER), dialect.encoding, errors="replace", newline=""
    )
    reader = csv.reader(lines, delimiter=dialect.delimiter, strict=True)
    while True:
        before = reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Broken(_reason(error, reader.line_num - before))
            continue
        if any(cells) and not _is_hint(cells, dialect):
            yield cells


def _is_hint(cells: list[str], dialect: Dialect) -> bool:
    """`sep=;`, which Excel writes over the header."""
    return cells[0].lower() == "sep=" and not any(cells[1:])


def _reason(error: csv.Error, lines: int) -> str:
    said = str(error)
    if "unexpected end" in said:
        return f"A quotation mark opens here and never closes; it swallows {lines} lines."
    if "field larger" in said:
        return "A cell is longer than any text; is a quotation mark missing?"
    return "The quotation marks in this row do not match."
