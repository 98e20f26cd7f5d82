"""Files as others write them, and the way of one from upload to undo without a worker."""

import csv
import io
from typing import Any

from crm.accounts.models import Staff
from crm.transfer import jobs, rules
from crm.transfer.models import Import, ImportRow, Piece

HEADER = ["First name", "Last name", "Email", "Phone"]


def csv_bytes(rows: list[list[Any]], *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def sent(content: bytes, *, by: Staff, filename: str = "customers.csv") -> Import:
    """Uploaded piece by piece, as a browser does."""
    upload = rules.begin(filename=filename, size=len(content), by=by, branch=by.home_branch)
    for number in range(-(-len(content) // Piece.LENGTH)):
        start = number * Piece.LENGTH
        rules.keep_piece(upload, number, content[start : start + Piece.LENGTH], by=by)
    return Import.objects.get(pk=upload.pk)


def surveyed(content: bytes, *, by: Staff, filename: str = "customers.csv") -> Import:
    upload = sent(content, by=by, filename=filename)
    jobs.survey(str(upload.pk))
    return Import.objects.get(pk=upload.pk)


def judged(content: bytes, *, by: Staff, **said: Any) -> Import:
    """Dry run done, with the columns as guessed unless told otherwise."""
    upload = surveyed(content, by=by)
    assert upload.status == "mapping", upload.error
    mapping = said.pop("mapping", upload.mapping)
    said.setdefault("source", upload.source)
    rules.choose(upload, by=by, mapping_chosen=mapping, **said)
    jobs.judge(str(upload.pk), str(by.pk))
    return Import.objects.get(pk=upload.pk)


def applied(content: bytes, *, by: Staff, **said: Any) -> Import:
    upload = judged(content, by=by, **said)
    rules.apply(upload, by=by)
    jobs.apply(str(upload.pk), str(by.pk))
    return Import.objects.get(pk=upload.pk)


def undone(upload: Import, *, by: Staff, **said: Any) -> Import:
    rules.undo(upload, by=by, **said)
    jobs.undo(str(upload.pk), str(by.pk))
    return Import.objects.get(pk=upload.pk)


def ledger(upload: Import) -> list[tuple[int, str, str]]:
    rows = ImportRow.objects.filter(upload=upload).order_by("number")
    return list(rows.values_list("number", "outcome", "reason"))
