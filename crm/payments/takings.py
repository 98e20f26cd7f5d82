"""What the days took: from the totals that the ledger keeps, never by adding up its entries."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, Sum

from crm.accounts.models import Staff
from crm.accounts.visibility import at_branches_of
from crm.payments import money
from crm.payments.models import DayTaking, TradingDay


def by_day(staff: Staff, days: Iterable[date]) -> dict[date, Decimal]:
    """The net of each of these days at the branches this person sees."""
    rows = DayTaking.objects.filter(
        at_branches_of(staff, "trading_day__branch_id"), trading_day__day__in=list(days)
    )
    sums = rows.values("trading_day__day").annotate(net=Sum(F("received") - F("paid_out")))
    return {row["trading_day__day"]: row["net"] for row in sums}


def lately(staff: Staff, until: date, days: int) -> list[tuple[date, Decimal]]:
    """Each of the last days, those without any money too."""
    span = [until - timedelta(days=back) for back in range(days - 1, -1, -1)]
    found = by_day(staff, span)
    return [(day, found.get(day, money.NOTHING)) for day in span]


def closings(staff: Staff, *, limit: int) -> list[TradingDay]:
    """The days that were counted last, each with its difference."""
    rows = TradingDay.objects.visible_to(staff).filter(closed_at__isnull=False)
    counted = rows.select_related("branch", "closed_by").annotate(
        difference=Sum("counts__difference")
    )
    return list(counted.order_by("-day", "branch__name")[:limit])
