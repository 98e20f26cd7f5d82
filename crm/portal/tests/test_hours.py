"""What a visitor is told about when the shop is open."""

from datetime import datetime

import pytest

from crm.lib import clock
from crm.portal.hours import opening_words, week


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-20T12:00+00:00", "We are open until 18:00 today."),
        ("2026-11-20T07:00+00:00", "We open at 09:00 today."),
        ("2026-11-20T19:00+00:00", "We are closed now and open tomorrow at 10:00."),
        ("2026-11-21T17:00+00:00", "We are closed now and open on Monday at 09:00."),
        ("2026-07-17T16:30+00:00", "We are open until 18:00 today."),
        ("2026-07-17T17:30+00:00", "We are closed now and open tomorrow at 10:00."),
    ],
)
def test_the_sentence_is_true_at_that_moment(moment, words, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(moment))
    assert opening_words() == words


def test_the_week_begins_on_monday_and_marks_today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat("2026-11-21T12:00+00:00"))
    days = week()
    assert [(day.name, day.hours) for day in days[4:]] == [
        ("Friday", "09:00–18:00"),
        ("Saturday", "10:00–16:00"),
        ("Sunday", "Closed"),
    ]
    assert [day.name for day in days if day.is_today] == ["Saturday"]
