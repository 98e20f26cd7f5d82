"""The end of the day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm.lib import clock
from crm.lib.refusal import Refusal
from crm.payments import rules
from crm.payments.models import TradingDay

D = Decimal


@pytest.fixture
def today():
    return rules.local_day(clock.now())


def test_what_was_counted_is_kept_against_what_should_be_there(
    booking, rory, max_, branch, today, recorded
):
    rules.pay(booking, D(70), method="CASH", by=rory)
    rules.pay(booking, D(50), method="CARD", by=rory)
    row = rules.cash_up(branch, today, counted={"CASH": D("68.50"), "CARD": D(50)}, by=max_)
    counts = row.counts.order_by("method").values_list(
        "method", "expected", "counted", "difference"
    )
    assert list(counts) == [
        ("CARD", D(50), D(50), D(0)),
        ("CASH", D(70), D("68.50"), D("-1.50")),
    ]
    assert recorded() == ["payment.taken", "payment.taken", "cash_up.closed"]


def test_a_closed_day_stays_closed_and_later_money_belongs_to_the_next(
    booking, rory, max_, branch, today
):
    rules.cash_up(branch, today, counted={"CASH": D(0), "CARD": D(0)}, by=max_)
    with pytest.raises(Refusal, match="closed already"):
        rules.cash_up(branch, today, counted={"CASH": D(0), "CARD": D(0)}, by=max_)
    paid = rules.pay(booking, D(70), method="CASH", by=rory)
    assert paid.trading_day.day == today + timedelta(days=1)
    assert rules.expectations(TradingDay.objects.get(day=today))["CASH"] == 0


def test_another_branch_closes_by_itself(booking, rory, max_, other_branch, today):
    rules.cash_up(other_branch, today, counted={"CASH": D(0), "CARD": D(0)}, by=max_)
    assert rules.pay(booking, D(1), method="CASH", by=rory).trading_day.day == today


def test_everything_that_is_counted_must_be_counted(max_, branch, today):
    with pytest.raises(Refusal) as refusal:
        rules.cash_up(branch, today, counted={"CASH": D(0)}, by=max_)
    assert refusal.value.field == "CARD"
    assert not TradingDay.objects.filter(closed_at__isnull=False).exists()


def test_tomorrow_is_not_counted_today(max_, branch):
    with pytest.raises(Refusal, match="not come yet"):
        rules.cash_up(branch, date(2190, 1, 1), counted={"CASH": D(0)}, by=max_)
