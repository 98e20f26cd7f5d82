"""What the owner asks about leads, as numbers."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from crm.accounts.may import caller, may
from crm.leads import analytics
from crm.lib import clock
from crm.lib.business import business
from crm.lib.refusal import Refusal
from crm.lib.schema import Out
from crm.lib.wire import DayIn, Money

router = Router()
USUAL = timedelta(days=30)
LONGEST = timedelta(days=731)


class Period(Schema):
    """Days of the shop's calendar; the 30 days up to today unless given."""

    start: DayIn | None = Field(default=None, description="the first day counted")
    end: DayIn | None = Field(default=None, description="the last day counted")

    def bounds(self) -> tuple[datetime, datetime]:
        """From the first moment of `start` to the last of `end`."""
        end = self.end or clock.now().astimezone(business().zone).date()
        start = self.start or end - USUAL
        if not timedelta(0) <= end - start <= LONGEST:
            raise Refusal("Choose a period of at most two years.", field="start", status=422)
        return _midnight(start), _midnight(end + timedelta(days=1))


class StageOut(Out):
    """One column of the pipeline; stays and waits in seconds."""

    stage: str
    leads: int
    value: Money
    average_stay_seconds: float | None
    average_wait_seconds: float | None


class ResponseOut(Out):
    """How soon people answered, in seconds of opening hours."""

    leads: int
    answered: int
    never_answered: int
    median_seconds: float | None
    p90_seconds: float | None
    share_within_hour: float | None


class ConversionOut(Out):
    """`rate` is of the judged: leads whose 30 days have passed."""

    leads: int
    judged: int
    unfinished: int
    converted: int
    rate: float | None
    interval: tuple[float, float] | None = Field(description="95 %, when there are few")


class GroupOut(Out):
    key: str = Field(description="a source, or a person's id; empty for nobody")
    label: str
    value: Money
    conversion: ConversionOut
    response: ResponseOut


class ConversionReport(Out):
    conversion: ConversionOut
    response: ResponseOut
    by_person: list[GroupOut]


@router.get("/pipeline", response=list[StageOut])
@may("analytics.view_reports")
def lead_pipeline(request: HttpRequest) -> list[dict[str, Any]]:
    """The stages of active leads now: how many, worth what, and for how long they stand there."""
    return [
        {
            "stage": stage.stage,
            "leads": stage.leads,
            "value": stage.value,
            "average_stay_seconds": _seconds(stage.average_stay),
            "average_wait_seconds": _seconds(stage.average_wait),
        }
        for stage in analytics.pipeline(caller(request))
    ]


@router.get("/sources", response=list[GroupOut])
@may("analytics.view_reports")
def lead_sources(request: HttpRequest, period: Query[Period]) -> list[dict[str, Any]]:
    """Leads that came in during the period, by source."""
    return [_group(group) for group in analytics.by_source(caller(request), *period.bounds())]


@router.get("/conversion", response=ConversionReport)
@may("analytics.view_reports")
def lead_conversion(request: HttpRequest, period: Query[Period]) -> dict[str, Any]:
    """Leads that came in during the period: how many converted, how soon they were answered."""
    staff, bounds = caller(request), period.bounds()
    return {
        "conversion": analytics.conversion(staff, *bounds),
        "response": _response(analytics.response_time(staff, *bounds)),
        "by_person": [_group(group) for group in analytics.by_person(staff, *bounds)],
    }


def _group(group: analytics.Group) -> dict[str, Any]:
    return {
        "key": group.key,
        "label": group.label,
        "value": group.value,
        "conversion": group.conversion,
        "response": _response(group.response),
    }


def _response(spent: analytics.ResponseTime) -> dict[str, Any]:
    return {
        "leads": spent.leads,
        "answered": spent.answered,
        "never_answered": spent.never_answered,
        "median_seconds": _seconds(spent.median),
        "p90_seconds": _seconds(spent.p90),
        "share_within_hour": spent.share_within_hour,
    }


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), business().zone)
