"""The clock's door to the lifecycle: every night, everybody is judged again."""

from crm.accounts.models import Staff
from crm.lib.jobs import app
from crm.lifecycle import rules
from crm.lifecycle.models import Sweep


@app.periodic(cron="30 2 * * *")
@app.task(name="lifecycle.sweep_tonight", queueing_lock="lifecycle.sweep_tonight")
def sweep_tonight(timestamp: int) -> None:
    rules.start_sweep(by=Staff.objects.system())


@app.task(name="lifecycle.sweep")
def sweep(sweep_id: str) -> None:
    """All chunks of one sweep; a restart goes on where it was."""
    found = Sweep.objects.get(pk=sweep_id)
    system = Staff.objects.system()
    while rules.sweep_chunk(found, by=system):
        pass
