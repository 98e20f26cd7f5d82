"""Taking an import back: who came leaves, what changed is as it was; later work is kept."""

from collections.abc import Collection
from typing import Any, Literal

from django.db import connection, transaction
from django.db.models import Count

from crm import activity
from crm.accounts.models import Staff
from crm.customers.rules import bulk
from crm.lib import clock, versions
from crm.lib.jobs import defer
from crm.lib.refusal import Refusal
from crm.transfer.models import Import, ImportRow
from crm.transfer.rules import undoing_sql
from crm.transfer.rules.applying import CHUNK, last_of_chunk

Status, Undone = Import.Status, ImportRow.Undone


@transaction.atomic
def undo(
    upload: Import,
    *,
    by: Staff,
    also: Collection[int] | Literal["all"] = frozenset(),
    version: int | None = None,
) -> Import:
    """Take it back. Rows changed since stay as they are, except the numbers in `also`."""
    upload = Import.objects.select_for_update().get(pk=upload.pk)
    versions.must_match(upload, version)
    if upload.status != Status.DONE:
        raise Refusal("Only an import that was brought in can be taken back.", field="status")
    chosen = ImportRow.objects.filter(upload=upload, outcome__in=["create", "update"])
    if also != "all":
        chosen = chosen.filter(number__in=also)
    chosen.update(undone=Undone.CHOSEN)
    upload.status, upload.reached = Status.UNDOING, 0
    upload.version += 1
    upload.save()
    defer("transfer.undo", import_id=str(upload.pk), by_id=str(by.pk))
    return upload


@transaction.atomic
def undo_chunk(upload: Import, *, by: Staff) -> bool:
    """The next rows of the ledger; False when there are none left."""
    upload = Import.objects.select_for_update().get(pk=upload.pk)
    if upload.status != Status.UNDOING:
        return False
    last = last_of_chunk(upload, CHUNK)
    if last is None:
        _finish(upload, by=by)
        return False
    bulk.prepare()
    told = asked(upload) | {"after": upload.reached, "last": last}
    with connection.cursor() as cursor:
        cursor.execute(undoing_sql.SETTLE, told)
        cursor.execute(undoing_sql.STAGE_CHANGED, told)
        bulk.restore(by=by, since=told["since"])
        cursor.execute("TRUNCATE customer_rows")
        cursor.execute(undoing_sql.STAGE_NEW, told)
        bulk.remove(by=by)
    upload.reached = last
    upload.save(update_fields=["reached"])
    return True


def changed_since(upload: Import, *, after: int = 0, limit: int = 100) -> list[dict[str, Any]]:
    """Rows whose customer somebody has worked with since: number, label, customer, is_alive."""
    told = asked(upload) | {"after": after, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(undoing_sql.CHANGED_SINCE, told)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def asked(upload: Import) -> dict[str, Any]:
    """What the statements want to know of the import."""
    return {
        "upload": upload.pk,
        "id": str(upload.pk),
        "since": upload.applied_at,
        "system": Staff.objects.system().pk,
    }


def _finish(upload: Import, *, by: Staff) -> None:
    rows = ImportRow.objects.filter(upload=upload).exclude(undone="").values("undone")
    found = dict(rows.annotate(number=Count("*")).values_list("undone", "number"))
    counts: dict[str, Any] = {
        name: found.get(name, 0) for name in (Undone.UNDONE.value, Undone.KEPT.value)
    }
    upload.status, upload.undone_at = Status.UNDONE, clock.now()
    upload.counts |= counts
    upload.version += 1
    upload.save()
    activity.record("import.undone", about=upload, by=by, **counts)
