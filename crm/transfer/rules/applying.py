"""Bringing in: the ledger is walked once, and each chunk is done wholly or not at all."""

from typing import Any

from django.db import connection, transaction

from crm import activity
from crm.accounts.models import Staff
from crm.customers.rules import bulk
from crm.lib import clock, versions
from crm.lib.jobs import defer
from crm.lib.refusal import Refusal
from crm.transfer.models import Import, ImportRow
from crm.transfer.rules import applying_sql
from crm.transfer.rules.judging import counted

CHUNK = 2_500
Status = Import.Status


@transaction.atomic
def apply(upload: Import, *, by: Staff, version: int | None = None) -> Import:
    """Bring in what the dry run promised, from now on in the background."""
    upload = Import.objects.select_for_update().get(pk=upload.pk)
    versions.must_match(upload, version)
    if upload.status != Status.READY:
        raise Refusal("Only an import whose dry run is done can be brought in.", field="status")
    if not upload.count("create") + upload.count("update"):
        raise Refusal("No row of this file would change anything.", field="status")
    upload.status, upload.reached, upload.applied_at = Status.APPLYING, 0, clock.now()
    upload.version += 1
    upload.save()
    defer("transfer.apply", import_id=str(upload.pk), by_id=str(by.pk))
    return upload


@transaction.atomic
def apply_chunk(upload: Import, *, by: Staff) -> bool:
    """The next rows of the ledger; False when there are none left. Never a row twice."""
    upload = Import.objects.select_for_update().get(pk=upload.pk)
    if upload.status != Status.APPLYING:
        return False
    last = last_of_chunk(upload, CHUNK)
    if last is None:
        _finish(upload, by=by)
        return False
    bulk.prepare()
    told = {
        "upload": upload.pk,
        "id": str(upload.pk),
        "after": upload.reached,
        "last": last,
        "source": upload.source,
        "on_match": upload.on_match,
    }
    _create(upload, told, by=by)
    _change(told, by=by)
    upload.reached = last
    upload.save(update_fields=["reached"])
    return True


def last_of_chunk(upload: Import, size: int) -> int | None:
    """The number of the row where the next chunk ends; None behind the last row."""
    rows = ImportRow.objects.filter(upload=upload, number__gt=upload.reached).order_by("number")
    numbers = list(rows.values_list("number", flat=True)[:size])
    return numbers[-1] if numbers else None


def _create(upload: Import, told: dict[str, Any], *, by: Staff) -> None:
    """Those who are still unknown; who came some other way since the dry run is left out."""
    with connection.cursor() as cursor:
        cursor.execute(applying_sql.STAGE_NEW, told)
        bulk.laid_out()
        cursor.execute(applying_sql.LEAVE_OUT_KNOWN, told)
    bulk.create(by=by, branch=upload.branch, reason="imported")


def _change(told: dict[str, Any], *, by: Staff) -> None:
    """Against what each customer is now, which may differ from what the dry run saw."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE customer_rows")
        cursor.execute(applying_sql.WEIGH_AGAIN, told)
        cursor.execute(applying_sql.LEAVE_OUT_UNCHANGED, told)
        cursor.execute(applying_sql.STAGE_CHANGED, told)
    bulk.change(by=by)


def _finish(upload: Import, *, by: Staff) -> None:
    upload.status, upload.counts = Status.DONE, counted(upload)
    upload.version += 1
    upload.save()
    activity.record("import.finished", about=upload, by=by, **upload.counts)
