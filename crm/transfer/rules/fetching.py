"""Rows of another system's table become a file like any other, as they arrive."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.lib.jobs import defer
from crm.lib.refusal import Refusal
from crm.transfer.config import transfer
from crm.transfer.models import Import, Piece
from crm.transfer.rules.receiving import MEGABYTE

Status = Import.Status


@transaction.atomic
def begin_fetch(
    *, filename: str, source: str, by: Staff, branch: Branch, job: str, **asked: Any
) -> Import:
    """What `job` brings will be a file called `filename`, with the numbers of `source`."""
    upload = Import.objects.create(
        filename=filename, source=source, size=1, status=Status.FETCHING, staff=by, branch=branch
    )
    defer(job, import_id=str(upload.pk), **asked)
    return upload


def take_in(upload: Import, blocks: Iterable[bytes]) -> None:
    """Keep what arrives, one piece in memory at a time; then it is read like any file.

    Begun again after a crash, it begins with nothing: half of a table is no snapshot of it.
    """
    Piece.objects.filter(upload=upload).delete()
    most, size, waiting = transfer().limits.file_mb * MEGABYTE, 0, bytearray()
    for block in blocks:
        waiting += block
        size += len(block)
        if size > most:
            raise Refusal(f"These rows are more than {most // MEGABYTE} MB.", status=422)
        while len(waiting) >= Piece.LENGTH:
            _keep(upload, bytes(waiting[: Piece.LENGTH]), size)
            del waiting[: Piece.LENGTH]
    if waiting:
        _keep(upload, bytes(waiting), size)
    _arrived(upload, size)


@transaction.atomic
def give_up(upload: Import, why: str) -> None:
    """What it was to be fetched from says no."""
    Import.objects.filter(pk=upload.pk, status=Status.FETCHING).update(
        status=Status.FAILED, error=why
    )


def _keep(upload: Import, content: bytes, size: int) -> None:
    with transaction.atomic():
        number = Piece.objects.filter(upload=upload).count()
        Piece.objects.create(upload=upload, number=number, content=content)
        Import.objects.filter(pk=upload.pk).update(size=size)


@transaction.atomic
def _arrived(upload: Import, size: int) -> None:
    upload = Import.objects.select_for_update().get(pk=upload.pk)
    if upload.status != Status.FETCHING:
        return
    upload.size, upload.status = max(1, size), Status.SURVEYING
    upload.save(update_fields=["size", "status"])
    activity.record("import.uploaded", about=upload, by=upload.staff, filename=upload.filename)
    defer("transfer.survey", import_id=str(upload.pk))
