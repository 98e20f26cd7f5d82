"""How every operation finds the rows it is about, as far as the caller may see them."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from crm.accounts.may import caller
from crm.accounts.models import Staff
from crm.leads.models import Lead
from crm.lib.refusal import Refusal


def seen(request: HttpRequest, lead_id: UUID) -> Lead:
    """The lead, if the caller may see it; one of another branch is as good as missing."""
    return get_object_or_404(Lead.objects.visible_to(caller(request)), pk=lead_id)


def worker_at(branch_id: UUID, staff_id: UUID) -> Staff:
    """Somebody who can be given work at the branch."""
    worker = Staff.objects.working_at(branch_id).filter(pk=staff_id).first()
    if worker is None:
        raise Refusal(
            "Nobody like this works at the lead's branch.", field="assigned_to", status=422
        )
    return worker


@contextmanager
def known_once() -> Iterator[None]:
    """Refuse a second lead of one outside record; only the database can be sure of it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "leads_external_once" not in str(error):
            raise
        raise Refusal("This record is a lead already.", field="external_id") from None
