"""Replaying, retrying and forgetting deliveries."""

from datetime import timedelta

import pytest

from crm.integrations import jobs, rules
from crm.integrations.models import Approval, Delivery
from crm.integrations.tests import sent
from crm.integrations.tests.sent import deliver
from crm.lib import clock


def breaks(*args, **kwargs):
    raise RuntimeError("out of order")


@pytest.fixture
def failed():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crm.integrations.rules.deliveries.carry_out", breaks)
        deliver("repair-request", sent.repair())
    return Delivery.objects.get()


def test_a_failed_delivery_succeeds_once_what_was_broken_is_mended(failed, olga, recorded):
    delivery = rules.replay(failed, by=olga)
    assert (delivery.outcome, delivery.error, delivery.attempts) == ("processed", "", 2)
    assert Approval.objects.get().external_id == "clx1repair0001"
    assert recorded() == ["delivery.replayed", "approval.waiting"]


def test_replaying_what_was_processed_changes_nothing(olga, recorded):
    deliver("repair-request", sent.repair())
    delivery = rules.replay(Delivery.objects.get(), by=olga)
    assert delivery.outcome == "processed"
    assert Approval.objects.count() == 1
    assert recorded() == ["approval.waiting", "delivery.replayed"]


def test_what_still_cannot_be_read_says_why(olga, recorded):
    deliver("repair-request", b"{nope")
    delivery = rules.replay(Delivery.objects.get(), by=olga)
    delivery.refresh_from_db()
    assert (delivery.outcome, delivery.attempts) == ("rejected", 2)
    assert "not JSON" in delivery.error
    assert recorded() == ["delivery.replayed"]


def test_the_clock_tries_again_what_failed_on_our_side(failed):
    jobs.retry(timestamp=0)
    failed.refresh_from_db()
    assert (failed.outcome, failed.attempts) == ("processed", 2)


def test_the_clock_gives_up_after_the_configured_attempts(failed):
    Delivery.objects.update(attempts=4)
    jobs.retry(timestamp=0)
    failed.refresh_from_db()
    assert (failed.outcome, failed.attempts) == ("failed", 4)


def test_what_a_stopped_process_left_unread_is_read(branch):
    delivery = rules.keep(
        "revivatech",
        "repair-request",
        headers={},
        body=b'{"repair": {"websiteRepairId": 1, "customerName": "Jo"}}',
        branch=branch,
    )
    jobs.retry(timestamp=0)
    delivery.refresh_from_db()
    assert delivery.outcome == "received"
    Delivery.objects.update(received_at=clock.now() - timedelta(minutes=2))
    jobs.retry(timestamp=0)
    delivery.refresh_from_db()
    assert delivery.outcome == "processed"


def test_done_deliveries_are_forgotten_and_failed_ones_kept(failed, olga):
    deliver("repair-request", sent.repair())
    deliver("repair-request", sent.repair())
    rules.reject(Approval.objects.get(), "A test", by=olga)
    Delivery.objects.update(received_at=clock.now() - timedelta(days=31))
    Approval.objects.update(decided_at=clock.now() - timedelta(days=31))
    deliver("repair-request", sent.repair(repair__websiteRepairId="new"))
    jobs.forget(timestamp=0)
    assert sorted(Delivery.objects.values_list("outcome", flat=True)) == ["failed", "processed"]
    old = Approval.objects.get(external_id="clx1repair0001")
    assert (old.content, old.name, old.email) == ({}, "", "")
    assert Approval.objects.get(external_id="new").name == "Hannah Whitmore"
