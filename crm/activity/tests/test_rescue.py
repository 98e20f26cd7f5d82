from datetime import timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from crm.activity import health, rescue
from crm.activity.models import Rescue
from crm.lib.clock import now
from crm.lib.jobs import app, defer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _task():
    app.task(lambda: None, name="test.work")
    yield
    del app.tasks["test.work"]


def begun(silent_for: float, **options) -> int:
    """A job in the hands of a worker last heard of so many seconds ago."""
    defer("test.work", **options)
    job = ProcrastinateJob.objects.latest("id").pk
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id",
            [now() - timedelta(seconds=silent_for)],
        )
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s",
            [cursor.fetchone()[0], job],
        )
    return job


def status(job: int) -> str:
    return ProcrastinateJob.objects.get(pk=job).status


def test_a_job_of_a_living_worker_is_left_alone():
    job = begun(silent_for=20)
    assert rescue.rescue_stalled() == 0
    assert status(job) == "doing"


def test_a_dead_workers_job_is_queued_again():
    job = begun(silent_for=31)
    assert rescue.rescue_stalled() == 1
    assert status(job) == "todo"
    assert Rescue.objects.get().times == 1


def test_after_three_rescues_it_stays_failed_and_shows_on_the_health_page():
    job = begun(silent_for=31)
    for _ in range(3):
        assert rescue.rescue_stalled() == 1
        _dies_again(job)
    assert rescue.rescue_stalled() == 0
    assert status(job) == "failed"
    assert [failed.pk for failed in health.queue().failed] == [job]


def test_an_equal_job_that_waits_already_takes_its_place():
    job = begun(silent_for=31, queueing_lock="once")
    defer("test.work", queueing_lock="once")
    assert health.queue().stalled == 1
    assert rescue.rescue_stalled() == 0
    assert status(job) == "aborted"
    assert (health.queue().due, health.queue().stalled) == (1, 0)


def test_the_purge_forgets_only_what_is_long_done():
    old, new, failed = begun(0), begun(0), begun(0)
    Rescue.objects.create(job_id=old, times=1)
    with connection.cursor() as cursor:
        for job, how in ((old, "succeeded"), (new, "succeeded"), (failed, "failed")):
            cursor.execute("SELECT procrastinate_finish_job_v1(%s, %s, false)", [job, how])
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - interval '8 days' WHERE job_id <> %s",
            [new],
        )
    rescue.purge()
    assert set(ProcrastinateJob.objects.values_list("pk", flat=True)) == {new, failed}
    assert not Rescue.objects.exists()


def _dies_again(job: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL WHERE id = %s", [job]
        )
