"""Taking customers out of the product leaves a trace."""

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff


@transaction.atomic
def note_export(*, by: Staff, number: int, form: str, q: str) -> None:
    """Somebody downloaded customers: how many at most, as what, and which."""
    activity.record("customer.exported", about=by, by=by, number=number, form=form, q=q)
