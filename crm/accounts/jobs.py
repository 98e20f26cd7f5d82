"""Clearing away what only counted or was only good for a while."""

from django.core.management import call_command

from crm.accounts.models import IdempotencyKey, LiveTicket, RateCount
from crm.lib.jobs import app


@app.periodic(cron="17 * * * *")
@app.task(name="accounts.clear_away", queueing_lock="accounts.clear_away")
def clear_away(timestamp: int) -> None:
    """Every hour: answers and counts older than a day, spent tickets, ended sessions."""
    IdempotencyKey.objects.past().delete()
    RateCount.objects.past().delete()
    LiveTicket.objects.spent().delete()
    call_command("clearsessions")
