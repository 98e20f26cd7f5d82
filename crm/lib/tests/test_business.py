from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from crm.lib.business import Business, business

MONDAY = date(2026, 11, 23)
SUNDAY = date(2026, 11, 22)


def said(**changes):
    return Business.model_validate(business().model_dump(mode="json") | changes)


def test_the_shop_opens_at_nine_in_its_own_time():
    opens, closes = business().opening(MONDAY)
    assert (opens.isoformat(), closes.isoformat()) == (
        "2026-11-23T09:00:00+00:00",
        "2026-11-23T18:00:00+00:00",
    )
    assert business().opening(date(2026, 7, 1))[0].isoformat() == "2026-07-01T09:00:00+01:00"


def test_a_day_that_is_not_written_is_a_day_off():
    assert business().opening(SUNDAY) is None


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 7, 1, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 7, 1, 8, 0, tzinfo=UTC), True),
        (datetime(2026, 7, 1, 17, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 22, 12, 0, tzinfo=UTC), False),
    ],
)
def test_it_is_open_from_the_first_minute_to_before_the_last(moment, is_open):
    assert business().is_open(moment) is is_open


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (datetime(2026, 11, 23, 10, 0, tzinfo=UTC), "2026-11-23T10:00:00+00:00"),
        (datetime(2026, 11, 23, 7, 0, tzinfo=UTC), "2026-11-23T09:00:00+00:00"),
        (datetime(2026, 11, 21, 16, 0, tzinfo=UTC), "2026-11-23T09:00:00+00:00"),
    ],
)
def test_the_next_opening_is_now_or_the_next_morning(asked, answer):
    assert business().next_opening(asked).isoformat() == answer


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"timezone": "Europe/Londn"}, "'Europe/Londn' is not a time zone"),
        ({"phone_region": "UK"}, "'UK' is not a country for phone numbers"),
        ({"hours": {"monday": ["18:00", "09:00"]}}, "the shop must open before it closes"),
        ({"hours": {"funday": ["09:00", "18:00"]}}, "hours.funday"),
        ({"vat_rate": 101}, "less than or equal to 100"),
        ({"name": ""}, "at least 1 character"),
    ],
)
def test_a_mistake_is_named(wrong, reason):
    with pytest.raises(ValidationError, match=reason):
        said(**wrong)
