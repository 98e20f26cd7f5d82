"""Lead response time: from coming in to the first answer by a person, in opening hours.

Leads nobody has answered are censored, not dropped: their wait counts for as long as it has
lasted (Kaplan-Meier), or a shop that ignores half its leads would look quick. Whoever walked
in or rang was answered by being served and is left out; automatic replies never count,
because `first_reply_at` is set by people only.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast

from crm.accounts.models import Staff
from crm.leads.analytics.conversion import came_in
from crm.leads.analytics.opening import open_time
from crm.leads.models import Lead
from crm.lib import clock

SERVED_AT_ONCE = [Lead.Source.WALK_IN, Lead.Source.PHONE]

# `waiting` is the share still unanswered after so many open seconds. ln(0) is kept off by the
# greatest(): the last lead's answer takes the share to nothing.
_CURVE = """
, spans AS (
    SELECT seen.key, seen.first_reply_at IS NOT NULL AS is_answered,
           greatest(round(upto.opened - came.opened), 0) AS seconds
    FROM seen
    CROSS JOIN LATERAL (
        SELECT before + extract(epoch FROM least(greatest(seen.created_at, opens), closes) - opens)
            AS opened
        FROM days WHERE day = (seen.created_at AT TIME ZONE %s)::date) came
    CROSS JOIN LATERAL (
        SELECT before
            + extract(epoch FROM least(greatest(seen.waited_until, opens), closes) - opens)
            AS opened
        FROM days WHERE day = (seen.waited_until AT TIME ZONE %s)::date) upto
), counted AS (
    SELECT key, seconds, count(*) AS n, count(*) FILTER (WHERE is_answered) AS replies
    FROM spans GROUP BY key, seconds
), at_risk AS (
    SELECT *, sum(n) OVER (PARTITION BY key ORDER BY seconds DESC) AS people FROM counted
), curve AS (
    SELECT *, exp(sum(ln(greatest(1 - replies / people, 1e-12)))
                  OVER (PARTITION BY key ORDER BY seconds)) AS waiting
    FROM at_risk
)
SELECT key, sum(n), sum(replies),
       min(seconds) FILTER (WHERE waiting <= 0.5 + 1e-9),
       min(seconds) FILTER (WHERE waiting <= 0.1 + 1e-9),
       coalesce(sum(replies) FILTER (WHERE seconds <= 3600), 0),
       sum(n) - coalesce(sum(n - replies) FILTER (WHERE seconds < 3600), 0)
FROM curve GROUP BY key
"""


@dataclass(frozen=True)
class ResponseTime:
    """`median` and `p90` are None when fewer than that share has been answered yet."""

    leads: int
    answered: int
    median: timedelta | None
    p90: timedelta | None
    within_hour: int
    had_an_hour: int

    @property
    def never_answered(self) -> int:
        return self.leads - self.answered

    @property
    def share_within_hour(self) -> float | None:
        """Of those answered, or waiting for at least an hour: how many within it. 0 to 1."""
        return self.within_hour / self.had_an_hour if self.had_an_hour else None


NOBODY = ResponseTime(0, 0, None, None, 0, 0)


def response_time(staff: Staff, start: datetime, end: datetime) -> ResponseTime:
    """For the leads created in [start, end)."""
    return response_times(staff, start, end, key=None).get("", NOBODY)


def response_times(
    staff: Staff, start: datetime, end: datetime, *, key: str | None
) -> dict[str, ResponseTime]:
    """The same for each value of the lead's column `key`, in one statement."""
    now = clock.now()
    named = Cast(F(key), CharField()) if key else Value("")
    leads = came_in(staff, start, end).exclude(source_type__in=SERVED_AT_ONCE)
    rows = leads.annotate(key=named).values_list(
        "key", "created_at", "first_reply_at", "status", "stage_entered_at"
    )
    sql, parameters = rows.query.sql_with_params()
    calendar = open_time(start, now + timedelta(days=1))
    head = (
        f"WITH leads_in (key, created_at, first_reply_at, status, ended_at) AS ({sql}), "  # noqa: S608 - Django's own SQL, with its parameters beside it
        "seen AS (SELECT *, greatest(created_at, coalesce(first_reply_at, "
        "CASE WHEN status = 'ACTIVE' THEN %s ELSE ended_at END)) AS waited_until FROM leads_in), "
        "days AS (SELECT * FROM unnest(%s::date[], %s::timestamptz[], %s::timestamptz[], "
        "%s::float8[]) AS d(day, opens, closes, before))"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            head + _CURVE, [*parameters, now, *calendar.columns, calendar.zone, calendar.zone]
        )
        return {row[0] or "": _read(row[1:]) for row in cursor.fetchall()}


def _read(row: tuple[float, ...]) -> ResponseTime:
    leads, answered, median, p90, within_hour, had_an_hour = row
    return ResponseTime(
        int(leads), int(answered), _span(median), _span(p90), int(within_hour), int(had_an_hour)
    )


def _span(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=float(seconds))
