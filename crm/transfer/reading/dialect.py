"""Which kind of file this is, told from its bytes; names and MIME types lie."""

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass

from crm.lib.refusal import Refusal
from crm.transfer.models import Import
from crm.transfer.reading.stored import Stored

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
DELIMITERS = ",;\t|"
LOOKED_AT = 64 * 1024
LINES = 50
AT_ONCE = 256 * 1024


@dataclass(frozen=True)
class Dialect:
    """`csv` with its encoding and what stands between cells, or `xlsx`."""

    format: str
    encoding: str = ""
    delimiter: str = ""


def sniff(upload: Import) -> Dialect:
    """Read enough to tell; without a byte-order mark, that is everything.

    A file whose bytes make no sense as UTF-8 comes from a Windows of old.
    """
    start = Stored(upload).read(LOOKED_AT) or b""
    if start.startswith(ZIP):
        return Dialect("xlsx")
    if start.startswith(OLD_EXCEL):
        raise Refusal("This is an old .xls file. Save it as .xlsx or CSV.", status=422)
    encoding = _marked(start) or _unmarked(start) or _whole(upload)
    try:
        shown = start.decode(encoding, errors="replace")
    except UnicodeError:
        raise Refusal("The text of this file cannot be read.", status=422) from None
    return Dialect("csv", encoding, _delimiter(shown))


def _marked(start: bytes) -> str:
    return next((name for bom, name in BOMS.items() if start.startswith(bom)), "")


def _unmarked(start: bytes) -> str:
    """UTF-16 without its mark: every other byte of plain letters is zero."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > len(start) // 4 and odd > 4 * even:
        return "utf-16-le"
    if even > len(start) // 4 and even > 4 * odd:
        return "utf-16-be"
    return ""


def _whole(upload: Import) -> str:
    """UTF-8 when its longer letters outweigh what breaks it: one bad byte is one bad row."""
    decoder, stored = codecs.getincrementaldecoder("utf-8")("replace"), Stored(upload)
    letters = broken = 0
    while content := stored.read(AT_ONCE):
        shown = decoder.decode(content)
        broken += shown.count("\ufffd")
        letters += len(content) - len(shown)  # each letter beyond ASCII took more than a byte
    return "utf-8" if not broken or letters > broken else "cp1252"


def _delimiter(shown: str) -> str:
    """The one that cuts most rows into the same number of cells, and more than one."""
    first = shown.partition("\n")[0].strip().lower()
    if first.startswith("sep=") and len(first) == len("sep=;"):
        return first[-1]
    return max(DELIMITERS, key=lambda delimiter: _fit(shown, delimiter))


def _fit(shown: str, delimiter: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    reader = csv.reader(io.StringIO(shown, newline=""), delimiter=delimiter)
    try:
        for _line in range(LINES):
            widths[len(next(reader))] += 1
    except (csv.Error, StopIteration):
        pass
    (width, times), *_rest = widths.most_common(1) or [(0, 0)]
    return (times if width > 1 else 0, width)
