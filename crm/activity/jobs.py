"""Housekeeping of the queue itself: dead workers' jobs, and jobs long done."""

from crm.activity import rescue
from crm.lib.jobs import app


@app.periodic(cron="* * * * *")
@app.task(name="activity.rescue_stalled", queueing_lock="activity.rescue_stalled")
def rescue_stalled(timestamp: int) -> None:
    """Every minute, take up what a dead worker left behind."""
    rescue.rescue_stalled()


@app.periodic(cron="41 3 * * *")
@app.task(name="activity.purge_jobs", queueing_lock="activity.purge_jobs")
def purge_jobs(timestamp: int) -> None:
    """Every night, forget jobs long done."""
    rescue.purge()
