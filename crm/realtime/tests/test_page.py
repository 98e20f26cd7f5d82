from datetime import timedelta

import pytest

from crm.activity import pump
from crm.activity.models import Event
from crm.lib.clock import now
from crm.realtime.page import live_since
from crm.realtime.tests.make import record

pytestmark = pytest.mark.django_db


def test_a_page_listens_from_a_little_before_it_was_read(rory, branch):
    old, fresh = record(rory, branch), record(rory, branch)
    pump.pump()
    Event.objects.filter(pk=old.pk).update(at=now() - timedelta(seconds=6))
    assert str(live_since(None)["live_since"]) == str(old.pk)
    assert fresh.at > old.at


def test_an_event_nobody_was_told_of_is_no_place_to_begin(rory, branch):
    waiting = record(rory, branch)
    Event.objects.filter(pk=waiting.pk).update(at=now() - timedelta(seconds=6))
    assert str(live_since(None)["live_since"]) == ""


def test_a_page_that_opens_a_socket_names_the_place(as_staff, rory, branch):
    told = record(rory, branch)
    pump.pump()
    Event.objects.filter(pk=told.pk).update(at=now() - timedelta(seconds=6))
    assert f'data-live-since="{told.pk}"' in as_staff(rory).get("/").content.decode()
