"""Customers who may be one person, and records that became one."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from crm.accounts.idempotency import idempotent
from crm.accounts.may import caller, may
from crm.accounts.models import Staff
from crm.customers import rules
from crm.customers.api.told import DuplicatePage, MergeIn, MergeOut
from crm.customers.models import Customer, Duplicate, Merge
from crm.lib import paging
from crm.lib.paging import PageAsked
from crm.lib.versions import conditional, expected

router = Router()
merges = Router(tags=["customers"])


@router.get("/duplicates", response=DuplicatePage)
@may("customers.merge")
def list_duplicates(request: HttpRequest, asked: Query[PageAsked]) -> dict[str, Any]:
    """Pairs of customers who may be one person and wait for a decision, the surest first."""
    rows = Duplicate.objects.visible_to(caller(request)).waiting()
    shown = rows.select_related("first", "second")
    found = paging.page(shown, order=("-score", "id"), limit=asked.limit, cursor=asked.cursor)
    return {"items": found.items, **paging.tail(found, rows, is_first=asked.cursor is None)}


@router.post("/{uuid:customer_id}/merge", response=MergeOut)
@may("customers.merge")
@idempotent
@conditional
def merge_customer(request: HttpRequest, customer_id: UUID, body: MergeIn) -> Merge:
    """Merge this customer into another, who keeps what they knew and gains the rest.

    `If-Match` is the version of this customer, `into_version` that of the other. Merging the
    same two again answers the first merge.
    """
    staff = caller(request)
    loser = _seen_or_merged(customer_id, staff)
    into = _seen_or_merged(body.into, staff)
    return rules.merge(
        loser, into=into, by=staff, version=expected(request), into_version=body.into_version
    )


@merges.post("/{uuid:merge_id}/undo", response=MergeOut)
@may("customers.merge")
@idempotent
def undo_merge(request: HttpRequest, merge_id: UUID) -> Merge:
    """Make two records of one again.

    Everything the merge moved returns; what was made or edited since stays with the survivor.
    """
    staff = caller(request)
    merge = get_object_or_404(Merge.objects.visible_to(staff), pk=merge_id)
    return rules.undo(merge, by=staff)


def _seen_or_merged(customer_id: UUID, staff: Staff) -> Customer:
    """Somebody this person may see, or who went into somebody they may see."""
    seen = Customer.objects.visible_to(staff)
    customer = seen.filter(pk=customer_id).first()
    if customer is not None:
        return customer
    return get_object_or_404(Customer, pk=customer_id, merged_into__in=seen.values("pk"))
