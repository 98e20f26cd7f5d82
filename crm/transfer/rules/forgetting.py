"""Files are kept as long as they may be needed; what they did is kept for good."""

from datetime import timedelta

from django.db.models import Q

from crm.lib import clock
from crm.transfer.models import Import, Piece

AT_REST = timedelta(days=7)  # long enough to ask what a file held
Status = Import.Status


def forget() -> int:
    """Drop the pieces of files that are done with, or never arrived whole; how many pieces.

    Taking an import back needs only its ledger, so that stays possible.
    """
    at_rest = [Status.DONE, Status.UNDONE, Status.FAILED, Status.UPLOADING, Status.FETCHING]
    done = Q(status__in=at_rest)
    old = Import.objects.filter(done, created_at__lt=clock.now() - AT_REST)
    return Piece.objects.filter(upload__in=old).delete()[0]
