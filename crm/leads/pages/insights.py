"""What the owner wants to know about leads, for a period, on a page and as a file."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.leads import analytics
from crm.leads.analytics.conversion import WINDOW_DAYS
from crm.lib import clock
from crm.lib.spreadsheet import download
from crm.ui.chart import Chart, Series

PERIODS = (30, 90, 365)
USUAL = 90


@may("analytics.view_reports")
@require_safe
def insights(request: HttpRequest) -> HttpResponse:
    """Conversion, response time, sources, people and the pipeline."""
    staff, days = person(request), _days(request)
    start, end = analytics.last_days(clock.now(), days)
    sources = analytics.by_source(staff, start, end)
    stages = analytics.pipeline(staff)
    page = {
        "days": days,
        "periods": [(one, _("%(n)d days") % {"n": one}, one == days) for one in PERIODS],
        "window": WINDOW_DAYS,
        "conversion": analytics.conversion(staff, start, end),
        "response": analytics.response_time(staff, start, end),
        "sources": sources,
        "people": analytics.by_person(staff, start, end),
        "stages": stages,
        "source_chart": _sources_chart(sources),
        "pipeline_chart": _pipeline_chart(stages),
        "may_export": staff.can("analytics.export_data"),
    }
    return render(request, "leads/insights.html", page)


@may("analytics.export_data")
@require_safe
def insights_file(request: HttpRequest) -> StreamingHttpResponse:
    """The tables of sources and people as one file."""
    staff = person(request)
    if not staff.can("analytics.view_reports"):
        raise PermissionDenied
    start, end = analytics.last_days(clock.now(), _days(request))
    return download("lead-metrics", _head(), _rows(staff, start, end))


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in {str(days) for days in PERIODS} else USUAL


def _sources_chart(groups: list[analytics.Group]) -> Chart:
    told = ", ".join(f"{group.label} {group.conversion.leads}" for group in groups)
    return Chart(
        title=_("Leads by source: %(told)s.") % {"told": told},
        names=[group.label for group in groups],
        series=[Series(_("Leads"), [group.conversion.leads for group in groups])],
    )


def _pipeline_chart(stages: list[analytics.Stage]) -> Chart:
    told = ", ".join(f"{stage.label} £{stage.value:,.0f}" for stage in stages)
    return Chart(
        title=_("Value of active leads by stage: %(told)s.") % {"told": told},
        names=[stage.label for stage in stages],
        series=[Series(_("Value"), [float(stage.value) for stage in stages])],
        unit="£",
    )


def _head() -> list[str]:
    return [
        _("By"),
        _("Name"),
        _("Leads"),
        _("Judged"),
        _("Converted"),
        _("Value"),
        _("Answered"),
        _("Median reply, minutes"),
    ]


def _rows(staff: Any, start: datetime, end: datetime) -> list[list[Any]]:
    groups = [(_("Source"), group) for group in analytics.by_source(staff, start, end)]
    groups += [(_("Person"), group) for group in analytics.by_person(staff, start, end)]
    return [
        [
            kind,
            group.label,
            group.conversion.leads,
            group.conversion.judged,
            group.conversion.converted,
            group.value,
            group.response.answered,
            round(group.response.median.total_seconds() / 60) if group.response.median else "",
        ]
        for kind, group in groups
    ]
