from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from crm.lib import clock
from crm.ui.templatetags import _values as values

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Decimal("1234.5"), "£1,234.50"),
        (0, "£0.00"),
        (Decimal("-3.005"), "−£3.00"),
        (149, "£149.00"),
        (None, ""),
    ],
)
def test_money(amount, words):
    assert values.money(amount) == words


def test_pounds_leave_the_pence_out():
    assert values.pounds(Decimal("1234.50")) == "£1,234"
    assert values.pounds(Decimal("1234.51")) == "£1,235"
    assert values.pounds(None) == ""


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("+447700900482", "07700 900482"),
        ("07700 900482", "07700 900482"),
        ("+442079460018", "020 7946 0018"),
        ("+4930123456", "+49 30 123456"),
        ("ask at the desk", "ask at the desk"),
        ("", ""),
        (None, ""),
    ],
)
def test_phone(number, words):
    assert values.phone(number) == words


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=2, minutes=50), "2 h ago"),
        (timedelta(hours=12), "yesterday"),
        (timedelta(days=1, hours=3), "yesterday"),
        (timedelta(days=4), "18 Nov"),
        (timedelta(days=400), "18 Oct 2025"),
        (timedelta(minutes=-90), "in 1 h"),
        (timedelta(days=-1), "tomorrow 09:30"),
        (timedelta(days=-9), "1 Dec"),
    ],
)
def test_when(now, ago, words):
    assert values._relative((NOW - ago).astimezone(values.business().zone)) == words


def test_when_carries_the_full_moment_in_the_shops_time(now):
    assert values.when(datetime(2026, 7, 1, 8, 5, tzinfo=UTC)) == (
        '<time datetime="2026-07-01T08:05:00+00:00" title="Wednesday 1 July 2026, 09:05">1 Jul</time>'
    )
    assert values.when(None) == ""


def test_a_day_is_the_shops_day(now):
    assert values.day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 Jul"
    assert values.day(date(2024, 3, 14)) == "14 Mar 2024"
    assert values.at(datetime(2026, 7, 1, 8, 5, tzinfo=UTC)) == "1 Jul, 09:05"


def test_counts_stop_at_ten_thousand():
    assert [values.count(n) for n in (0, 1234, 10_000, 10_001, None)] == [
        "0",
        "1,234",
        "10,000",
        "10,000+",
        "",
    ]
