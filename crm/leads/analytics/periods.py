"""The stretches of time that figures are asked for."""

from datetime import datetime, timedelta

from crm.leads.analytics.conversion import WINDOW_DAYS

Period = tuple[datetime, datetime]


def last_days(now: datetime, days: int) -> Period:
    return now - timedelta(days=days), now


def judged_days(now: datetime, days: int) -> Period:
    """As many days, ending when the conversion window of the youngest lead has passed."""
    return last_days(now - timedelta(days=WINDOW_DAYS), days)
