"""The thread that brings webhooks out, and a process that is killed while it does."""

import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings

from crm.integrations import courier, rules
from crm.integrations.models import Attempt, Dispatch
from crm.integrations.rules.sending import CLAIM
from crm.integrations.tests import dying_courier
from crm.integrations.tests.listening import send_all, webhook
from crm.integrations.tests.receiver import receiving
from crm.lib import clock

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@contextmanager
def at_work(couriers=1):
    """As many workers as wanted, until the block ends."""
    stop = threading.Event()
    threads = [threading.Thread(target=courier.run, args=(stop,)) for _each in range(couriers)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def until(happened, seconds=20.0):
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def test_a_receiver_that_says_nothing_holds_nobody_else_up(server, olga, configured):
    configured(timeout_seconds=60)
    enough = threading.Event()
    with receiving() as silent:
        silent.behave = lambda handler: enough.wait(60)
        rules.test(webhook(silent.url, by=olga), by=olga)
        rules.test(webhook(server.url, by=olga), by=olga)
        with at_work():
            until(lambda: silent.got)
            until(lambda: Dispatch.objects.filter(status="delivered").exists())
            assert not Attempt.objects.filter(code=None).exists()
            enough.set()


def test_many_events_and_three_workers_bring_each_once(endpoint, server, olga, recorded):
    for _each in range(30):
        rules.test(endpoint, by=olga)
    with at_work(couriers=3):
        until(lambda: not Dispatch.objects.pending().exists())
    assert len(server.got) == 30
    assert len({got.headers["webhook-id"] for got in server.got}) == 30


def test_a_courier_killed_after_the_post_loses_nothing(endpoint, server, olga):
    delivery = rules.test(endpoint, by=olga)
    process = subprocess.Popen(
        [sys.executable, "-m", dying_courier.__name__, str(endpoint.pk)],
        stdout=subprocess.PIPE,
        env=os.environ | {"DATABASE_URL": _url()},
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == b"answered 200\n"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == ("pending", 0)
    with clock.at(clock.now() + CLAIM + timedelta(seconds=1)):
        assert send_all(endpoint) == 1
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == ("delivered", 1)
    first, second = server.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


def _url() -> str:
    database = settings.DATABASES["default"]
    return "postgresql://{USER}@/{NAME}?host={HOST}&port={PORT}".format(**database)
