"""Lead conversion rate: of those who came in, who became a customer in time.

A lead that came in yesterday has not failed to convert: only leads whose window has passed
are judged, or the newest weeks would always look bad.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt
from typing import Any

from django.db.models import Count, F, Q

from crm.accounts.models import Staff
from crm.leads.models import Lead
from crm.leads.models.lead import LeadQuerySet
from crm.lib import clock

WINDOW_DAYS = 30
FEW = 200  # below this many, chance is worth showing
_Z = 1.959964  # 95 % of a normal distribution lie within this many standard deviations


@dataclass(frozen=True)
class Conversion:
    """`leads` came in; `judged` of them had their whole window; `converted` of those did."""

    leads: int
    judged: int
    converted: int

    @property
    def unfinished(self) -> int:
        """Leads too new to say anything about."""
        return self.leads - self.judged

    @property
    def rate(self) -> float | None:
        """0 to 1; None when there is nobody to judge yet."""
        return self.converted / self.judged if self.judged else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval when there are few, else None."""
        n = self.judged
        if self.rate is None or n >= FEW:
            return None
        centre = (self.rate + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        spread = sqrt(self.rate * (1 - self.rate) / n + _Z**2 / (4 * n**2))
        spread *= _Z / (1 + _Z**2 / n)
        return max(centre - spread, 0.0), min(centre + spread, 1.0)


def conversion(
    staff: Staff, start: datetime, end: datetime, window_days: int = WINDOW_DAYS
) -> Conversion:
    """Leads created in [start, end) that converted within `window_days`."""
    counts: dict[str, int] = came_in(staff, start, end).aggregate(**counting(window_days))
    return Conversion(**counts)


def came_in(staff: Staff, start: datetime, end: datetime) -> LeadQuerySet:
    return Lead.objects.visible_to(staff).filter(created_at__gte=start, created_at__lt=end)


def counting(window_days: int) -> dict[str, Any]:
    """The aggregates of a `Conversion`, for one group or for many."""
    window = timedelta(days=window_days)
    judged = Q(created_at__lte=clock.now() - window)
    in_time = Q(status=Lead.Status.CONVERTED, converted_at__lte=F("created_at") + window)
    return {
        "leads": Count("pk"),
        "judged": Count("pk", filter=judged),
        "converted": Count("pk", filter=judged & in_time),
    }
