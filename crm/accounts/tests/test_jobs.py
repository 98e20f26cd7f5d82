"""What is cleared away every hour, and what stays."""

from datetime import timedelta

from crm.accounts import rules
from crm.accounts.jobs import clear_away
from crm.accounts.models import IdempotencyKey, LiveTicket, RateCount
from crm.lib import clock


def test_only_what_is_past_is_cleared_away(rory):
    now = clock.now()
    for age, name in ((timedelta(hours=23), "fresh"), (timedelta(hours=25), "past")):
        RateCount.objects.create(bucket=name, opened_at=now - age, hits=1)
        IdempotencyKey.objects.create(
            caller=rory,
            route="POST /",
            key=name,
            body_hash="",
            status=201,
            body="",
            created_at=now - age,
        )
    rules.issue_live_ticket(by=rory)
    LiveTicket.objects.create(staff=rory, token_hash="x", expires_at=now)
    clear_away(0)
    clear_away(0)
    assert RateCount.objects.get().bucket == "fresh"
    assert IdempotencyKey.objects.get().key == "fresh"
    assert LiveTicket.objects.count() == 1
