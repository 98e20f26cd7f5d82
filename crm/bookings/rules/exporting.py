"""Taking repairs out of the product is itself worth remembering."""

from typing import Any

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff


@transaction.atomic
def note_export(*, by: Staff, number: int, filters: dict[str, Any]) -> None:
    activity.record("booking.exported", about=by, by=by, number=number, filters=filters)
