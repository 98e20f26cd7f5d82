"""The clock's door to the lifecycle: every night, everybody is judged again."""

from crm.accounts.models import Staff
from crm.lib import turns
from crm.lib.jobs import app
from crm.lifecycle import rules
from crm.lifecycle.models import Rehearsal, Sweep


@app.periodic(cron="30 2 * * *")
@app.task(name="lifecycle.sweep_tonight", queueing_lock="lifecycle.sweep_tonight")
def sweep_tonight(timestamp: int) -> None:
    rules.start_sweep(by=Staff.objects.system())


@app.task(name="lifecycle.sweep")
def sweep(sweep_id: str) -> None:
    """All chunks of one sweep; a restart goes on where it was, a second one finds it taken."""
    found, system = Sweep.objects.get(pk=sweep_id), Staff.objects.system()
    with turns.alone("lifecycle.sweep", sweep_id) as is_ours:
        while is_ours and rules.sweep_chunk(found, by=system):
            pass


@app.task(name="lifecycle.rehearse", retry=3)
def rehearse(rehearsal_id: str) -> None:
    """All chunks of one rehearsal, unless another began in its place."""
    found = Rehearsal.objects.filter(pk=rehearsal_id).first()
    with turns.alone("lifecycle.rehearsal", rehearsal_id) as is_ours:
        while found is not None and is_ours and rules.rehearse_chunk(found):
            pass
