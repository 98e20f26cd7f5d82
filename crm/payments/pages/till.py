"""The end of the day: what should be in the till, what is in it, and closing it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm.accounts.may import may, person
from crm.accounts.models import Branch
from crm.lib import clock
from crm.lib.spreadsheet import download
from crm.lib.typed import typed
from crm.payments import rules, takings, tills
from crm.payments.forms import Counting
from crm.payments.models import Method, TradingDay
from crm.ui import answers

LATELY, CHUNK = 14, 200


@may("payments.cash_up")
@require_http_methods(["GET", "POST"])
def cash_up(request: HttpRequest) -> HttpResponse:
    """One branch's day by method. A day is closed once, and stays closed."""
    staff = person(request)
    branch, day = _branch(request), _day(request)
    form = Counting(request.POST or None)

    def closed() -> TradingDay:
        said = form.cleaned_data
        return rules.cash_up(branch, day, counted=form.counted, by=staff, note=said["note"])

    if answers.carried_out(form, closed):
        messages.success(request, _("The day is closed."))
        return redirect(_address(branch, day))
    today = rules.local_day(clock.now())
    page = {
        "till": tills.till(branch, day),
        "form": form,
        "branches": Branch.objects.visible_to(staff).active(),
        "day": day,
        "before": _address(branch, day - timedelta(days=1)),
        "next": _address(branch, day + timedelta(days=1)) if day < today else "",
        "closings": takings.closings(staff, limit=LATELY),
        "may_export": staff.can("payments.export"),
    }
    return render(request, "payments/cash_up.html", page, status=answers.status(form))


@may("payments.export")
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Every day by method with what was counted, oldest first."""
    staff = person(request)
    head = [
        _("Day"),
        _("Branch"),
        _("Method"),
        _("Came in"),
        _("Went out"),
        _("Expected"),
        _("Counted"),
        _("Difference"),
        _("Closed by"),
        _("Note"),
    ]
    rows = TradingDay.objects.visible_to(staff).select_related("branch", "closed_by")
    return download("cash-up", head, _lines(rows.prefetch_related("takings", "counts")))


def _lines(rows: Any) -> Iterator[list[Any]]:
    rows = rows.order_by("pk")
    chunk = list(rows[:CHUNK])
    while chunk:
        for row in chunk:
            yield from _lines_of(row)
        chunk = list(rows.filter(pk__gt=chunk[-1].pk)[:CHUNK])


def _lines_of(row: TradingDay) -> Iterator[list[Any]]:
    taken = {one.method: one for one in row.takings.all()}
    counts = {one.method: one for one in row.counts.all()}
    for method in Method.values:
        came, count = taken.get(method), counts.get(method)
        if came or count:
            yield [
                row.day.isoformat(),
                row.branch.name,
                str(Method(method).label),
                came.received if came else 0,
                came.paid_out if came else 0,
                count.expected if count else "",
                count.counted if count else "",
                count.difference if count else "",
                str(row.closed_by or ""),
                row.note,
            ]


def _branch(request: HttpRequest) -> Branch:
    staff, asked = person(request), typed(request.GET, "branch")
    if not asked:
        return staff.home_branch
    try:
        pk = UUID(asked)
    except ValueError:
        return staff.home_branch
    return get_object_or_404(Branch.objects.visible_to(staff), pk=pk)


def _day(request: HttpRequest) -> date:
    today = rules.local_day(clock.now())
    try:
        day = date.fromisoformat(typed(request.GET, "day"))
    except ValueError:
        return today
    return day if day.year >= 2000 and day <= today else today  # noqa: PLR2004 - years a shop can mean


def _address(branch: Branch, day: date) -> str:
    return f"{reverse('cash-up')}?branch={branch.pk}&day={day.isoformat()}"
