"""A worker killed with SIGKILL half way: the next goes on, and nothing happens twice."""

import os
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection

from crm.activity.models import Event
from crm.customers.models import ContactPoint, Customer
from crm.transfer import jobs, rules
from crm.transfer.models import Import, ImportRow
from crm.transfer.tests import dying_worker, make
from crm.transfer.tests.messy import MAPPING, messy

ROWS = 400
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def killed(step: str, upload: Import, by) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", dying_worker.__name__, step, str(upload.pk), str(by.pk)],
        stdout=subprocess.PIPE,
        env=os.environ | {"DATABASE_URL": _url()},
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == b"in the middle\n"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    _is_gone()
    upload.refresh_from_db()


def test_each_step_goes_on_where_it_was_killed(olga):
    content, expected = messy(ROWS)
    expected["create"] += 2 * ROWS // 20  # nobody is here who could be changed
    expected["skip"] -= ROWS // 20
    del expected["update"]
    upload = make.surveyed(content, by=olga)
    rules.choose(upload, by=olga, mapping_chosen=MAPPING, source="file")

    killed("judge", upload, olga)
    assert upload.rows.count() == 2 * dying_worker.CHUNK
    jobs.judge(str(upload.pk), str(olga.pk))
    upload.refresh_from_db()
    assert Counter(upload.counts) == expected

    rules.apply(upload, by=olga)
    killed("apply", upload, olga)
    arrived = upload.rows.filter(number__lte=upload.reached, outcome="create").count()
    assert Customer.objects.count() == arrived > 0
    jobs.apply(str(upload.pk), str(olga.pk))
    upload.refresh_from_db()
    assert Customer.objects.count() == expected["create"] == upload.counts["create"]
    assert Event.objects.filter(verb="customer.created").count() == expected["create"]
    owners = ContactPoint.objects.filter(kind="EMAIL").values_list("value", flat=True)
    assert len(owners) == len(set(owners))

    rules.undo(upload, by=olga)
    killed("undo", upload, olga)
    jobs.undo(str(upload.pk), str(olga.pk))
    assert Customer.objects.filter(deleted_at=None).count() == 0
    assert Event.objects.filter(verb="customer.removed").count() == expected["create"]
    assert ImportRow.objects.filter(undone="undone").count() == expected["create"]


def _url() -> str:
    database = settings.DATABASES["default"]
    return "postgresql://{USER}@/{NAME}?host={HOST}&port={PORT}".format(**database)


def _is_gone() -> None:
    """The server notices a death by itself, a moment later."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND state = 'idle in transaction'"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.05)
    raise AssertionError("The killed worker's transaction is still open.")
