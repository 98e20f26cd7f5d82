"""The owner's figures about leads, with exact values."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from crm.leads import analytics
from crm.leads.models import LeadStage
from crm.leads.tests.make import aged, make_lead
from crm.lib import clock

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)  # the shop opens 09:00 to 18:00
START, END = MONDAY - timedelta(days=1), MONDAY + timedelta(days=7)


@pytest.fixture(autouse=True)
def _months_later(monkeypatch):
    later = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: later)


def test_conversion_counts_only_those_who_converted_within_the_window(olga, branch):
    from crm.leads import rules

    for name in ("In time", "Too late", "Never"):
        make_lead(name=name, branch=branch, created_at=MONDAY)
    quick, slow, _never = make_in_order()
    aged(rules.convert(quick, by=olga).lead, converted_at=MONDAY + timedelta(days=30))
    aged(rules.convert(slow, by=olga).lead, converted_at=MONDAY + timedelta(days=31))
    found = analytics.conversion(olga, START, END)
    assert (found.leads, found.judged, found.converted) == (3, 3, 1)
    assert found.rate == 1 / 3
    low, high = found.interval
    assert (round(low, 4), round(high, 4)) == (0.0615, 0.7923)


def make_in_order():
    from crm.leads.models import Lead

    return list(Lead.objects.order_by("pk"))


def test_leads_younger_than_the_window_are_not_judged(olga, branch):
    make_lead(branch=branch, created_at=clock.now() - timedelta(days=29))
    found = analytics.conversion(olga, clock.now() - timedelta(days=60), clock.now())
    assert (found.leads, found.judged, found.unfinished) == (1, 0, 1)
    assert found.rate is None
    assert found.interval is None


def test_the_clock_of_a_first_reply_stands_still_while_the_shop_is_closed(olga, branch):
    evening = MONDAY.replace(hour=17, minute=30)
    next_morning = evening + timedelta(hours=16)  # Tuesday 09:30
    make_lead(branch=branch, created_at=evening, first_reply_at=next_morning)
    found = analytics.response_time(olga, START, END)
    assert found.median == timedelta(hours=1)
    assert found.share_within_hour == 1.0


def test_never_answered_leads_are_censored_and_not_dropped(olga, branch):
    for minutes in (10, 20):
        make_lead(
            branch=branch, created_at=MONDAY, first_reply_at=MONDAY + timedelta(minutes=minutes)
        )
    for _ in range(3):
        make_lead(branch=branch, created_at=MONDAY)
    found = analytics.response_time(olga, START, END)
    assert (found.leads, found.answered, found.never_answered) == (5, 2, 3)
    assert found.median is None  # fewer than half were ever answered
    assert found.share_within_hour == 0.4


def test_median_and_p90_of_ten_answers(olga, branch):
    for number in range(1, 11):
        make_lead(
            branch=branch,
            created_at=MONDAY,
            first_reply_at=MONDAY + timedelta(minutes=10 * number),
        )
    found = analytics.response_time(olga, START, END)
    assert (found.median, found.p90) == (timedelta(minutes=50), timedelta(minutes=90))
    assert (found.within_hour, found.had_an_hour) == (6, 10)


def test_whoever_walked_in_needs_no_reply(olga, branch):
    make_lead(branch=branch, created_at=MONDAY, source_type="WALK_IN")
    assert analytics.response_time(olga, START, END).leads == 0


def test_groups_by_source_and_by_person(olga, rory, branch):
    make_lead(branch=branch, created_at=MONDAY, assigned_to=rory, estimated_value=Decimal(100))
    make_lead(branch=branch, created_at=MONDAY, assigned_to=rory, estimated_value=Decimal(50))
    phoned = make_lead(branch=branch, created_at=MONDAY, source_type="PHONE")
    aged(phoned, assigned_to=None)
    sources = analytics.by_source(olga, START, END)
    assert [(g.label, g.conversion.leads, g.value) for g in sources] == [
        ("Website", 2, Decimal("150.00")),
        ("Phone", 1, Decimal("0.00")),
    ]
    people = analytics.by_person(olga, START, END)
    assert [(g.label, g.key, g.conversion.leads) for g in people] == [
        ("Rory Reception", str(rory.pk), 2),
        ("Nobody", "", 1),
    ]
    assert people[0].response.never_answered == 2


def test_pipeline_says_how_many_how_much_and_how_long(olga, branch):
    now = clock.now()
    lead = make_lead(
        branch=branch, created_at=now - timedelta(days=2), estimated_value=Decimal(120)
    )
    LeadStage.objects.create(
        lead=lead,
        stage="QUALIFYING",
        entered_at=now - timedelta(days=9),
        left_at=now - timedelta(days=6),
    )
    new, qualifying, qualified = analytics.pipeline(olga)
    assert (new.leads, new.value, new.average_wait) == (1, Decimal("120.00"), timedelta(days=2))
    assert (qualifying.leads, qualifying.average_stay) == (0, timedelta(days=3))
    assert (qualified.leads, qualified.value, qualified.average_stay) == (0, Decimal("0.00"), None)


def test_another_branch_counts_nothing(rex, branch):
    make_lead(branch=branch, created_at=MONDAY)
    assert analytics.conversion(rex, START, END).leads == 0
    assert analytics.response_time(rex, START, END).leads == 0
    assert analytics.by_source(rex, START, END) == []
    assert [stage.leads for stage in analytics.pipeline(rex)] == [0, 0, 0]
