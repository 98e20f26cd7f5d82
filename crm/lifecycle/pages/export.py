"""The board of stages as a file, in pieces: the first rows arrive while the last are read."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.lib.business import business
from crm.lib.paging import capped_count
from crm.lib.spreadsheet import download
from crm.lifecycle import rules
from crm.lifecycle.board import seen
from crm.lifecycle.listing import Wanted
from crm.lifecycle.models import Lifecycle, LifecycleQuerySet, Stage
from crm.ui.templatetags._values import phone

CHUNK = 500


@may("analytics.export_data")
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Every customer the board shows with these filters."""
    by, wanted = person(request), Wanted.read(request.GET)
    if not by.can("customers.view_own"):
        raise PermissionDenied
    rows = seen(by, wanted)
    rules.note_export(by=by, number=capped_count(rows), filters=wanted.said)
    return download("lifecycle", _head(), (_row(row) for row in _in_chunks(rows)))


def _in_chunks(rows: LifecycleQuerySet) -> Iterator[Lifecycle]:
    rows = rows.order_by("pk")
    chunk = list(rows[:CHUNK])
    while chunk:
        yield from chunk
        chunk = list(rows.filter(pk__gt=chunk[-1].pk)[:CHUNK])


def _head() -> list[str]:
    return [
        _("Customer"),
        _("Phone"),
        _("Email"),
        _("Stage"),
        _("Since"),
        _("Stage before"),
        _("Score"),
        _("Estimated value"),
        _("Next action"),
        _("Assigned to"),
        _("Customer number"),
    ]


def _row(row: Lifecycle) -> list[Any]:
    return [
        row.customer.name,
        phone(row.customer.phone),
        row.customer.email,
        row.stage_label,
        _local(row.stage_entered_at),
        Stage(row.previous_stage).label if row.previous_stage else "",
        row.lifecycle_score,
        row.estimated_value,
        _local(row.next_action_due),
        str(row.assigned_to or ""),
        str(row.customer_id),
    ]


def _local(moment: Any) -> str:
    return f"{moment.astimezone(business().zone):%Y-%m-%d %H:%M}" if moment else ""
