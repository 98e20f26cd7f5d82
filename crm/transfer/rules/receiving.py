"""A file arrives in pieces, so that one that is cut off goes on where it stopped."""

from django.db import transaction

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.lib.jobs import defer
from crm.lib.refusal import Refusal
from crm.transfer.config import transfer
from crm.transfer.models import Import, Piece

MEGABYTE = 1024 * 1024
Status = Import.Status


def begin(*, filename: str, size: int, by: Staff, branch: Branch) -> Import:
    """Somebody is about to send a file of so many bytes."""
    most = transfer().limits.file_mb
    if size < 1:
        raise Refusal("This file is empty.", field="size", status=422)
    if size > most * MEGABYTE:
        raise Refusal(f"A file may have {most} MB at most.", field="size", status=422)
    return Import.objects.create(filename=filename, size=size, staff=by, branch=branch)


@transaction.atomic
def keep_piece(upload: Import, number: int, content: bytes, *, by: Staff) -> Import:
    """Keep one piece; the same piece twice is once. The last one starts the survey."""
    upload = Import.objects.select_for_update().get(pk=upload.pk)
    if upload.status != Status.UPLOADING:
        raise Refusal("This file has arrived already.")
    pieces = -(-upload.size // Piece.LENGTH)
    if not 0 <= number < pieces:
        raise Refusal(f"This file has {pieces} pieces.", field="number", status=422)
    length = min(Piece.LENGTH, upload.size - number * Piece.LENGTH)
    if len(content) != length:
        raise Refusal(f"Piece {number} must have {length} bytes.", status=422)
    Piece.objects.update_or_create(upload=upload, number=number, defaults={"content": content})
    if upload.pieces.count() == pieces:
        upload.status = Status.SURVEYING
        upload.save(update_fields=["status"])
        activity.record("import.uploaded", about=upload, by=by, filename=upload.filename)
        defer("transfer.survey", import_id=str(upload.pk))
    return upload
