"""The ledger of a file on the page: its sums, filtered and paged."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.customers.models import Customer
from crm.lib.paging import page
from crm.lib.problem import refused
from crm.lib.refusal import Refusal
from crm.transfer.models import Import, ImportRow

PER_PAGE = 50


@may("customers.import")
@require_safe
def rows(request: HttpRequest, pk: UUID) -> HttpResponse:
    """More rows of the ledger."""
    upload = get_object_or_404(Import.objects.visible_to(person(request)), pk=pk)
    try:
        return render(request, "transfer/rows.html", {"upload": upload, **shown(request, upload)})
    except Refusal as refusal:
        return refused(refusal)


def shown(request: HttpRequest, upload: Import) -> dict[str, Any]:
    """Filters with their sums, and a page of rows. Customers are linked where they are seen."""
    wanted = request.GET.get("outcome", "")
    wanted = wanted if wanted in ImportRow.Outcome.values else ""
    found = ImportRow.objects.filter(upload=upload)
    if wanted:
        found = found.filter(outcome=wanted)
    cursor = request.GET.get("cursor")
    listed = page(found, order=("number",), limit=PER_PAGE, cursor=cursor)
    subjects = [row.subject for row in listed.items if row.subject]
    visible = Customer.objects.visible_to(person(request)).in_bulk(subjects)
    return {
        "rows": [(row, visible.get(row.subject)) for row in listed.items if row],
        "more": listed.next_cursor,
        "wanted": wanted,
        "filters": _filters(upload, wanted),
    }


def _filters(upload: Import, wanted: str) -> list[dict[str, Any]]:
    sums = {outcome.value: upload.count(outcome) for outcome in ImportRow.Outcome}
    labels = [("", _("All rows"), upload.total)]
    labels += [(value, str(ImportRow.Outcome(value).label), sums[value]) for value in sums]
    return [
        {
            "label": f"{label} {number:,}",
            "href": f"?outcome={value}" if value else "?",
            "current": value == wanted,
        }
        for value, label, number in labels
    ]
