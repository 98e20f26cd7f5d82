"""Taking customers' stages out of the product leaves a trace."""

from typing import Any

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff


@transaction.atomic
def note_export(*, by: Staff, number: int, filters: dict[str, Any]) -> None:
    """Somebody downloaded the board of stages: how many at most, and which."""
    activity.record("lifecycle.exported", about=by, by=by, number=number, filters=filters)
