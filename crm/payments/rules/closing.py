"""The end of the day: what was counted, what should be there, and the difference."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.lib import clock
from crm.lib.refusal import Refusal
from crm.payments import money
from crm.payments.config import payments_config
from crm.payments.models import Count, DayTaking, Method, TradingDay
from crm.payments.rules.holding import local_day


@transaction.atomic
def cash_up(
    branch: Branch, day: date, *, counted: Mapping[str, Decimal], by: Staff, note: str = ""
) -> TradingDay:
    """Keep what was counted by method, and close the day for good.

    Payments that are being written wait, and then belong to the next day.
    """
    if day > local_day(clock.now()):
        raise Refusal("This day has not come yet.", field="day", status=422)
    TradingDay.objects.get_or_create(branch=branch, day=day)
    row = TradingDay.objects.select_for_update().get(branch=branch, day=day)
    if row.is_closed:
        raise Refusal("This day has been closed already.", field="day")
    expected = expectations(row)
    counts = [
        _count(row, method, expected[method], counted)
        for method in payments_config().cash_up.counted
    ]
    Count.objects.bulk_create(counts)
    row.closed_at, row.closed_by, row.note = clock.now(), by, note.strip()[:500]
    row.save(update_fields=["closed_at", "closed_by", "note"])
    difference = sum((one.difference for one in counts), money.NOTHING)
    activity.record(
        "cash_up.closed",
        about=row,
        by=by,
        branch=branch,
        branch_name=branch.name,
        day=day.isoformat(),
        difference=str(difference),
        note=row.note,
    )
    return row


def expectations(row: TradingDay) -> dict[str, Decimal]:
    """What should be there by method: what came in less what went out, and the till's float."""
    takings = DayTaking.objects.filter(trading_day=row)
    found = {one.method: one.received - one.paid_out for one in takings}
    rules = payments_config().cash_up
    wanted = {*found, *rules.counted}
    floats = {str(Method.CASH): rules.float}
    return {
        method: found.get(method, money.NOTHING) + floats.get(method, money.NOTHING)
        for method in sorted(wanted)
    }


def _count(
    row: TradingDay, method: str, expected: Decimal, counted: Mapping[str, Decimal]
) -> Count:
    found = counted.get(method)
    if found is None:
        label = Method(method).label
        raise Refusal(f"Say how much was counted: {label}.", field=method, status=422)
    if not found.is_finite() or not 0 <= found <= money.MOST:
        raise Refusal("Nobody counts less than nothing.", field=method, status=422)
    found = found.quantize(money.PENNY)
    return Count(
        trading_day=row,
        method=method,
        expected=expected,
        counted=found,
        difference=found - expected,
    )
