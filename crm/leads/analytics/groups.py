"""The same figures side by side: for each source, for each person."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext

from crm.accounts.models import Staff
from crm.leads.analytics.conversion import WINDOW_DAYS, Conversion, came_in, counting
from crm.leads.analytics.response import NOBODY, ResponseTime, response_times
from crm.leads.models import Lead


@dataclass(frozen=True)
class Group:
    """The leads of one source or one person; `key` is the source or the person's id."""

    key: str
    label: str
    value: Decimal
    conversion: Conversion
    response: ResponseTime


def by_source(
    staff: Staff, start: datetime, end: datetime, window_days: int = WINDOW_DAYS
) -> list[Group]:
    """Where the leads of [start, end) came from, the most numerous first."""
    rows = _grouped(staff, start, end, window_days, "source_type")
    times = response_times(staff, start, end, key="source_type")
    labels = dict(Lead.Source.choices)
    return [_group(row, row["source_type"], str(labels[row["source_type"]]), times) for row in rows]


def by_person(
    staff: Staff, start: datetime, end: datetime, window_days: int = WINDOW_DAYS
) -> list[Group]:
    """Who works the leads of [start, end); those given to nobody stand under an empty key."""
    rows = _grouped(staff, start, end, window_days, "assigned_to_id", "assigned_to__name")
    times = response_times(staff, start, end, key="assigned_to_id")
    return [
        _group(
            row,
            str(row["assigned_to_id"] or ""),
            row["assigned_to__name"] or gettext("Nobody"),
            times,
        )
        for row in rows
    ]


def _grouped(
    staff: Staff, start: datetime, end: datetime, window_days: int, *columns: str
) -> list[dict[str, Any]]:
    leads = came_in(staff, start, end).values(*columns)
    counted = leads.annotate(**counting(window_days), value=Sum("estimated_value"))
    return list(counted.order_by("-leads", *columns))


def _group(row: dict[str, Any], key: str, label: str, times: dict[str, ResponseTime]) -> Group:
    return Group(
        key=key,
        label=label,
        value=row["value"],
        conversion=Conversion(row["leads"], row["judged"], row["converted"]),
        response=times.get(key, NOBODY),
    )
