"""Jobs whose worker died: taken up again at most three times, then left failed."""

from datetime import timedelta

from asgiref.sync import async_to_sync
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from crm.activity.models import Rescue
from crm.lib.clock import now
from crm.lib.jobs import app

TIMES = 3
SILENCE = timedelta(seconds=30)  # a worker says every ten seconds that it lives
KEEP_DONE_HOURS = 7 * 24
KEEP_FAILED_HOURS = 90 * 24


def stalled() -> QuerySet[ProcrastinateJob]:
    """Jobs begun by a worker that has not been heard of since."""
    gone = Q(worker=None) | Q(worker__last_heartbeat__lt=now() - SILENCE)
    return ProcrastinateJob.objects.filter(gone, status="doing").order_by("id")


@transaction.atomic
def rescue_stalled() -> int:
    """Queue once more what dead workers left behind; how many jobs."""
    return sum(_rescue(job) for job in stalled())


def purge() -> None:
    """Forget jobs done a week ago, failed ones after ninety days, and how they were rescued."""
    delete = async_to_sync(app.job_manager.delete_old_jobs)
    delete(KEEP_DONE_HOURS, include_cancelled=True, include_aborted=True)
    delete(KEEP_FAILED_HOURS, include_failed=True)
    job = ProcrastinateJob.objects.filter(pk=OuterRef("job_id"))
    Rescue.objects.filter(~Exists(job)).delete()


def _rescue(job: ProcrastinateJob) -> bool:
    tried, _created = Rescue.objects.select_for_update().get_or_create(job_id=job.pk)
    if tried.times >= TIMES:
        _end(job, Status.FAILED)
        return False
    tried.times += 1
    tried.at = now()
    tried.save()
    try:
        with transaction.atomic():
            app.job_manager.retry_job_by_id(job.pk, retry_at=now())
    except UniqueViolation:  # by its queueing lock: an equal job waits already
        _end(job, Status.ABORTED)
        return False
    return True


def _end(job: ProcrastinateJob, status: Status) -> None:
    finish = async_to_sync(app.job_manager.finish_job_by_id_async)
    finish(job_id=job.pk, status=status, delete_job=False)
