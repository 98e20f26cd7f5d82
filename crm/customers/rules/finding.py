"""Finding customers who may be one person: whenever one appears or changes, and all of them."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction

from crm.activity.models import Event
from crm.customers.duplicate_sql import LOOK
from crm.customers.models import Customer

CHUNK = 2_000


def look_for_duplicates(event: Event) -> None:
    """Somebody appeared, changed or brought a device; the pairs wait for a word."""
    look([event.customer_id or event.about_id])


def look_for_many(events: list[Event]) -> None:
    """The same of many, in one statement."""
    look(list({event.about_id for event in events}))


@transaction.atomic
def look(customer_ids: Sequence[UUID]) -> int:
    """Compare these customers with everybody; how many pairs are new or have other reasons."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK, {"ids": list(customer_ids)})
        return int(cursor.rowcount)


def scan_chunk(after: UUID | None) -> UUID | None:
    """Compare the next 2,000 with everybody; the last of them, or None when there are no more."""
    rows = Customer.objects.filter(deleted_at=None).order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    chunk = list(rows.values_list("pk", flat=True)[:CHUNK])
    if not chunk:
        return None
    look(chunk)
    return chunk[-1]
