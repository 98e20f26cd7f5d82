"""What the survivor of a merge gains: blanks are filled, lists joined, notes kept side by side."""

import json
from typing import Any

from django.db import connection

from crm.customers.models import Customer, Merge, MergeRow
from crm.customers.rules.profile import fill_names
from crm.lib import clock

# What is known of an address stands and falls with it.
_ALONG = {
    "email": ("marketing_consent",),
    "phone": ("phone_typed", "sms_consent"),
}
_WHEN_BLANK = (
    "first_name",
    "last_name",
    "company",
    "job_title",
    "email",
    "phone",
    "address",
    "birthday",
    "language",
    "household_id",
)
_AS_WRITTEN = "SELECT to_jsonb(held) FROM customers held WHERE id = %s"


def fill(merge: Merge, survivor: Customer, loser: Customer) -> None:
    """Save what the survivor gains, and log each column with what stood there before."""
    before = _written(survivor)
    for name in _WHEN_BLANK:
        if not getattr(survivor, name) and getattr(loser, name):
            for column in (name, *_ALONG.get(name, ())):
                setattr(survivor, column, getattr(loser, column))
    survivor.tags = [*survivor.tags, *(tag for tag in loser.tags if tag not in survivor.tags)]
    survivor.social_profiles = loser.social_profiles | survivor.social_profiles
    survivor.customer_notes = _side_by_side(survivor.customer_notes, loser.customer_notes)
    survivor.acquisition_date = min(survivor.acquisition_date, loser.acquisition_date)
    fill_names(survivor)
    survivor.version += 1
    survivor.updated_at = clock.now()
    survivor.save()
    after = _written(survivor)
    MergeRow.objects.bulk_create(
        MergeRow(
            merge=merge,
            table_name="customers",
            row_key=str(survivor.pk),
            column_name=name,
            before=before[name],
            after=after[name],
        )
        for name in after
        if before[name] != after[name] and name not in {"version", "updated_at"}
    )


def _side_by_side(ours: str, theirs: str) -> str:
    if not theirs.strip() or theirs in ours:
        return ours
    return f"{ours}\n\n{theirs}" if ours.strip() else theirs


def _written(customer: Customer) -> dict[str, Any]:
    """The row as PostgreSQL puts it in JSON, which is how the undo compares and restores it."""
    with connection.cursor() as cursor:
        cursor.execute(_AS_WRITTEN, [customer.pk])
        (row,) = cursor.fetchone()
    written: dict[str, Any] = json.loads(row) if isinstance(row, str) else row
    return written
