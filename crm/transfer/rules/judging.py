"""The dry run: every row gets its line in the ledger, and no customer is touched."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Count
from pydantic_core import to_json

from crm import activity
from crm.accounts.models import Staff
from crm.customers.rules import bulk
from crm.lib import versions
from crm.lib.ids import uuid7
from crm.lib.jobs import defer
from crm.lib.refusal import Refusal
from crm.transfer import dates, mapping, reading
from crm.transfer.cleaning import Cleaner, Row
from crm.transfer.models import Import, ImportRow
from crm.transfer.rules import judging_sql

CHUNK = 5_000
Status = Import.Status


@transaction.atomic
def choose(
    upload: Import,
    *,
    by: Staff,
    mapping_chosen: list[str | None],
    date_orders: dict[str, str] | None = None,
    source: str = "",
    on_match: str = Import.OnMatch.UPDATE,
    version: int | None = None,
) -> Import:
    """Say which column fills what; the dry run begins, or begins again."""
    upload = Import.objects.select_for_update().get(pk=upload.pk)
    versions.must_match(upload, version)
    if upload.status not in {Status.MAPPING, Status.READY}:
        raise Refusal("The columns of this import can no longer be changed.", field="status")
    mapping.check(mapping_chosen, columns=len(upload.columns))
    if "external_id" in mapping_chosen and not source.strip():
        raise Refusal("Name the system whose numbers these are.", field="source", status=422)
    upload.mapping, upload.on_match, upload.source = mapping_chosen, on_match, source.strip()
    upload.date_orders = _orders(upload, date_orders or {})
    upload.status, upload.reached, upload.counts = Status.JUDGING, 0, {}
    upload.version += 1
    upload.save()
    ImportRow.objects.filter(upload=upload).delete()
    defer("transfer.judge", import_id=str(upload.pk), by_id=str(by.pk))
    return upload


def judge(upload: Import, *, by: Staff) -> None:
    """Judge all rows, chunk by chunk; after a crash it goes on behind the last chunk."""
    upload.refresh_from_db()
    cleaner = Cleaner(upload)
    found = reading.records(upload, after=upload.reached)
    rows = (cleaner.clean(number, record) for number, record in found)
    try:
        while chunk := list(islice(rows, CHUNK)):
            if not _judge_chunk(upload, chunk, by=by):
                return  # another worker is at it
    except Refusal as refusal:  # of the file as a whole: it breaks off half way
        Import.objects.filter(pk=upload.pk).update(status=Status.FAILED, error=refusal.message)
        return
    _finish(upload, by=by)


def counted(upload: Import) -> dict[str, int]:
    """How many rows of each outcome the ledger holds."""
    rows = ImportRow.objects.filter(upload=upload).values("outcome")
    found = dict(rows.annotate(number=Count("*")).values_list("outcome", "number"))
    return {outcome: found.get(outcome, 0) for outcome in ImportRow.Outcome.values}


@transaction.atomic
def _judge_chunk(upload: Import, chunk: list[Row], *, by: Staff) -> bool:
    now = Import.objects.select_for_update().get(pk=upload.pk)
    if (now.status, now.reached) != (Status.JUDGING, upload.reached):
        return False
    stage(chunk, source=upload.source)
    told: dict[str, Any] = {
        "upload": upload.pk,
        "on_match": upload.on_match,
        "sees_all": by.sees_all_branches,
        "branches": list(by.branch_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(judging_sql.JUDGE, told)
    upload.reached = chunk[-1].number
    Import.objects.filter(pk=upload.pk).update(reached=upload.reached)
    return True


def stage(chunk: list[Row], *, source: str) -> None:
    """Lay the rows where the database can compare them, each with the id it would get."""
    bulk.prepare()
    with connection.cursor() as cursor, cursor.copy(judging_sql.STAGE) as copy:
        for line in _lines(chunk, source):
            copy.write_row(line)
    bulk.laid_out()


def _lines(chunk: list[Row], source: str) -> Iterator[tuple[Any, ...]]:
    for row in chunk:
        values = row.values
        yield (
            row.number,
            uuid7(),
            to_json(values).decode(),
            to_json({"reason": row.reason, "label": row.label}).decode(),
            source if row.external_id else "",
            row.external_id,
            values.get("email", ""),
            values.get("phone", ""),
            row.name,
        )


@transaction.atomic
def _finish(upload: Import, *, by: Staff) -> None:
    upload = Import.objects.select_for_update().get(pk=upload.pk)
    if upload.status != Status.JUDGING:
        return
    upload.status, upload.reached = Status.READY, 0
    upload.counts = counted(upload)
    upload.total = sum(upload.counts.values())
    upload.version += 1
    upload.save()
    activity.record("import.checked", about=upload, by=by, **dict(upload.counts))


def _orders(upload: Import, said: dict[str, str]) -> dict[str, str]:
    """What somebody said of a column counts before what the column shows."""
    for order in said.values():
        if order not in {dates.DAY, dates.MONTH}:
            raise Refusal("Say day or month.", field="date_orders", status=422)
    return {**upload.date_orders, **said}
