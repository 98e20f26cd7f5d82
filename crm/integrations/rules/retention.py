"""What was delivered is kept as long as it is of use, and no longer."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from crm.integrations.config import integrations
from crm.integrations.models import Approval, Delivery, Dispatch, Endpoint
from crm.lib import clock

CHUNK = 1_000
DONE = (Delivery.Outcome.PROCESSED, Delivery.Outcome.DUPLICATE)


def forget() -> int:
    """Delete raw deliveries that are done with, and empty old rejections; how many deliveries.

    A rejection keeps its number over there, so that a repeat is not asked about again.
    """
    keep = integrations().retention
    now = clock.now()
    rejected = Approval.objects.filter(
        status=Approval.Status.REJECTED, decided_at__lt=now - timedelta(days=keep.decisions_days)
    )
    rejected.exclude(content={}).update(content={}, name="", email="", phone="")
    _forget_outgoing(now - timedelta(days=keep.dispatches_days))
    done = Delivery.objects.filter(outcome__in=DONE)
    return _delete_in_chunks(
        done.filter(received_at__lt=now - timedelta(days=keep.deliveries_days))
    )


def _forget_outgoing(before: datetime) -> None:
    """What went out long ago, and everything of endpoints that were removed."""
    removed = Endpoint.objects.filter(status=Endpoint.Status.REMOVED)
    _delete_in_chunks(Dispatch.objects.filter(created_at__lt=before))
    _delete_in_chunks(Dispatch.objects.filter(endpoint__in=removed))
    removed.delete()


def _delete_in_chunks(old: QuerySet[Any]) -> int:
    """Delete, with what hangs on them; how many rows of the set itself."""
    total = 0
    while True:
        chunk = list(old.order_by("pk").values_list("pk", flat=True)[:CHUNK])
        old.model.objects.filter(pk__in=chunk).delete()
        total += len(chunk)
        if len(chunk) < CHUNK:
            return total
