"""What a merge did, and taking it back; moving out of a household."""

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from crm.accounts.may import may, person
from crm.accounts.models import Staff
from crm.customers import rules
from crm.customers.models import Customer, Merge
from crm.customers.staying import label, staying
from crm.lib.problem import refused
from crm.lib.refusal import Refusal

_NOT_TOLD = ("customers", "customer_duplicates")


@may("customers.merge")
@require_safe
def merge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What moved, and what would stay if it were undone now."""
    staff = person(request)
    found = _merge(pk, staff)
    moved = found.rows.exclude(table_name__in=_NOT_TOLD).values("table_name")
    moved = moved.annotate(number=Count("row_key", distinct=True)).order_by("table_name")
    shown: dict[str, Any] = {
        "merge": found,
        "moved": [(label(row["table_name"]), row["number"]) for row in moved],
    }
    if found.undone_at is None:
        shown["stays"] = staying(found, to=staff)
    return render(request, "customers/merge.html", shown)


@may("customers.merge")
@require_POST
def undoing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Two records again."""
    staff = person(request)
    try:
        merge = rules.undo(_merge(pk, staff), by=staff)
    except Refusal as refusal:
        return refused(refusal)
    return redirect("customer", merge.survivor_id)


@may("customers.edit_profile")
@require_POST
def household(request: HttpRequest, pk: UUID) -> HttpResponse:
    """They live apart from now on."""
    customer = get_object_or_404(Customer.objects.visible_to(person(request)), pk=pk)
    rules.move_out(customer, by=person(request))
    return redirect("customer", pk)


def _merge(pk: UUID, staff: Staff) -> Merge:
    rows = Merge.objects.select_related("survivor", "loser", "merged_by", "undone_by")
    return get_object_or_404(rows.visible_to(staff), pk=pk)
