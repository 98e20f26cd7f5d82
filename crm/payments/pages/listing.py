"""All money that came in and went out, by day, with each day's total."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.lib import clock
from crm.lib.business import business
from crm.lib.paging import capped_count, page
from crm.lib.problem import refused
from crm.lib.refusal import Refusal
from crm.lib.spreadsheet import download
from crm.lib.typed import typed
from crm.payments import reading, takings
from crm.payments.models import Method
from crm.payments.models.ledger import LedgerQuerySet
from crm.payments.rules.holding import local_day
from crm.ui.chart import Chart, Series

ORDER = ("-occurred_at", "-id")
PER_PAGE, CHUNK, CHARTED = 50, 500, 14


@dataclass(frozen=True)
class Wanted:
    """What somebody asked to see; what makes no sense is as good as nothing."""

    method: str = ""
    since: str = ""
    until: str = ""
    q: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        said = {one.name: typed(query, one.name) for one in fields(cls)}
        said["method"] = said["method"] if said["method"] in Method.values else ""
        for name in ("since", "until"):
            said[name] = said[name] if _day(said[name]) else ""
        return cls(**said)

    @property
    def query(self) -> str:
        said = {name: value for name, value in asdict(self).items() if value}
        return f"?{urlencode(said)}" if said else ""

    def of(self, rows: LedgerQuerySet) -> LedgerQuerySet:
        rows = rows.payments()
        bounds = {
            "method": self.method,
            "trading_day__day__gte": _day(self.since),
            "trading_day__day__lte": _day(self.until),
            "booking__reference__iexact": self.q,
        }
        return rows.filter(**{path: value for path, value in bounds.items() if value})


@may("payments.view")
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    staff, wanted = person(request), Wanted.read(request.GET)
    rows = wanted.of(reading.movements(staff))
    try:
        found = page(rows, order=ORDER, limit=PER_PAGE, cursor=request.GET.get("cursor"))
    except Refusal as refusal:
        return refused(refusal)
    days = takings.by_day(staff, {row.trading_day.day for row in found.items})
    shown = {
        "wanted": wanted,
        "groups": _grouped(found.items, days, after=typed(request.GET, "after")),
        "more": found.next_cursor,
        "last": found.items[-1].trading_day.day.isoformat() if found.items else "",
    }
    if "cursor" in request.GET and request.headers.get("HX-Request"):
        return render(request, "payments/rows.html", shown)
    around = {
        "methods": [(one.value, one.label, one.value == wanted.method) for one in Method],
        "number": capped_count(rows),
        "chart": _chart(takings.lately(staff, local_day(clock.now()), CHARTED)),
        "may_export": staff.can("payments.export"),
    }
    return render(request, "payments/list.html", shown | around)


@may("payments.export")
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """What the list shows with these filters, oldest first."""
    staff, wanted = person(request), Wanted.read(request.GET)
    head = [
        _("Day"),
        _("Time"),
        _("Repair"),
        _("Customer"),
        _("What"),
        _("How"),
        _("Amount"),
        _("Branch"),
        _("By"),
        _("Note"),
    ]
    rows = wanted.of(reading.movements(staff)).select_related("branch")
    return download("payments", head, (_line(row) for row in _in_chunks(rows)))


def _in_chunks(rows: LedgerQuerySet) -> Iterator[Any]:
    rows = rows.order_by("pk")
    chunk = list(rows[:CHUNK])
    while chunk:
        yield from chunk
        chunk = list(rows.filter(pk__gt=chunk[-1].pk)[:CHUNK])


def _line(row: Any) -> list[Any]:
    customer = row.booking.customer if row.booking else row.customer
    return [
        row.trading_day.day.isoformat(),
        f"{row.occurred_at.astimezone(business().zone):%Y-%m-%d %H:%M}",
        row.booking.reference if row.booking else "",
        customer.name,
        row.kind_label,
        row.method_label,
        reading.signed(row),
        row.branch.name,
        str(row.by),
        row.note,
    ]


def _grouped(rows: list[Any], days: dict[date, Any], *, after: str) -> list[tuple[Any, Any]]:
    """Rows under the head of their day; a day that goes on from the page before has none."""
    groups: list[tuple[Any, list[reading.Shown]]] = []
    current = after
    for row in rows:
        day = row.trading_day.day
        if day.isoformat() != current or not groups:
            head = None if day.isoformat() == current else (day, days.get(day))
            groups.append((head, []))
            current = day.isoformat()
        groups[-1][1].append(reading.Shown(row))
    return groups


def _chart(days: list[tuple[date, Any]]) -> Chart | None:
    if not any(taken for _one, taken in days):
        return None
    symbol = {"GBP": "£", "EUR": "€"}.get(business().currency, "")
    return Chart(
        _("What came in each day, less what went back"),
        [f"{one.day} {one:%b}" for one, _taken in days],
        [Series(_("Taken"), [max(float(taken), 0.0) for _one, taken in days])],
        unit=symbol,
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None  # noqa: PLR2004 - years a shop can mean
