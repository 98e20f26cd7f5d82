"""The list of repairs: filter, sort, page, and take along as a file."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.accounts.models import Staff
from crm.bookings import rules
from crm.bookings.bench import NOBODY, Wanted, technicians
from crm.bookings.cards import cards, for_cards
from crm.bookings.config import bookings_config
from crm.bookings.listing import Listed, narrowed
from crm.bookings.models import Booking, BookingQuerySet, Status
from crm.lib.business import business
from crm.lib.paging import capped_count, page
from crm.lib.problem import refused
from crm.lib.refusal import Refusal
from crm.lib.spreadsheet import download

PER_PAGE = 50
CHUNK = 500
_TOLD = ("customer", "device__model__brand", "assigned_technician", "branch")


@may("bookings.view")
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every repair, or those the filters leave; a fragment of rows when a cursor is given."""
    staff, wanted = person(request), Listed.read(request.GET)
    rows = narrowed(wanted, to=staff)
    cursor = request.GET.get("cursor")
    try:
        found = page(for_cards(rows), order=wanted.order, limit=PER_PAGE, cursor=cursor)
    except Refusal as refusal:
        return refused(refusal)
    shown = {"wanted": wanted, "cards": cards(found.items), "more": found.next_cursor}
    if cursor and request.headers.get("HX-Request"):
        return render(request, "bookings/rows.html", shown)
    return render(request, "bookings/list.html", shown | _around(staff, wanted, rows))


@may("analytics.export_data")
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """What the list shows with these filters, oldest first."""
    by, wanted = person(request), Listed.read(request.GET)
    if not by.can("bookings.view"):
        raise PermissionDenied
    rows = narrowed(wanted, to=by)
    filters = {name: value for name, value in asdict(wanted).items() if value}
    rules.note_export(by=by, number=capped_count(rows), filters=filters)
    return download("repairs", _head(), (_row(row) for row in _in_chunks(rows)))


def _around(staff: Staff, wanted: Listed, rows: BookingQuerySet) -> dict[str, Any]:
    labels = {status: words.label for status, words in bookings_config().statuses.items()}
    return {
        "number": capped_count(rows),
        "statuses": [("open", _("Everything open")), *((one, labels[one]) for one in Status)],
        "people": technicians(staff, Wanted()),
        "nobody": NOBODY,
        "may_export": staff.can("analytics.export_data"),
        "may_create": staff.can("bookings.create"),
        "sorts": [
            (wanted.but(sort=key).query or "?", label, key == (wanted.sort or "newest"))
            for key, label in (("newest", _("Newest")), ("due", _("Soonest promised")))
        ],
    }


def _in_chunks(rows: BookingQuerySet) -> Iterator[Booking]:
    rows = rows.select_related(*_TOLD).order_by("pk")
    chunk = list(rows[:CHUNK])
    while chunk:
        yield from chunk
        chunk = list(rows.filter(pk__gt=chunk[-1].pk)[:CHUNK])


def _head() -> list[str]:
    return [
        _("Number"),
        _("Customer"),
        _("Device"),
        _("Repair"),
        _("What is wrong"),
        _("Status"),
        _("Urgency"),
        _("Quoted"),
        _("Final"),
        _("Promised"),
        _("Ready"),
        _("Completed"),
        _("Warranty until"),
        _("Technician"),
        _("Branch"),
        _("Booked in"),
    ]


def _row(row: Booking) -> list[Any]:
    words = bookings_config().statuses[Status(row.status)]
    return [
        row.reference,
        row.customer.name,
        row.device_name,
        row.repair_label,
        row.problem_description,
        words.label,
        row.urgency_label,
        row.base_price,
        row.final_price,
        _local(row.promised_at),
        _local(row.ready_at),
        _local(row.completed_at),
        row.warranty_until,
        str(row.assigned_technician or ""),
        row.branch.name,
        _local(row.created_at),
    ]


def _local(moment: Any) -> Any:
    return moment.astimezone(business().zone).replace(tzinfo=None) if moment else ""
