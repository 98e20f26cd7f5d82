"""What was delivered is kept as long as it is of use, and no longer."""

from datetime import datetime, timedelta

from crm.integrations.config import integrations
from crm.integrations.models import Approval, Delivery
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
    return _delete_in_chunks(now - timedelta(days=keep.deliveries_days))


def _delete_in_chunks(before: datetime) -> int:
    total = 0
    while True:
        old = Delivery.objects.filter(outcome__in=DONE, received_at__lt=before).order_by("pk")
        deleted, _rows = Delivery.objects.filter(
            pk__in=list(old.values_list("pk", flat=True)[:CHUNK])
        ).delete()
        total += deleted
        if deleted < CHUNK:
            return total
