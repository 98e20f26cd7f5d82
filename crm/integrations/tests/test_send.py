"""Sending what is due to a real server, and what follows from its answer."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest

from crm.activity.models import Event
from crm.integrations import jobs, rules
from crm.integrations.models import Attempt, Dispatch, Endpoint
from crm.integrations.rules import sending
from crm.integrations.tests import receiver
from crm.integrations.tests.listening import read_on, send_all, webhook
from crm.integrations.tests.receiver import answers
from crm.leads.tests.make import make_lead
from crm.lib import clock
from crm.lib.refusal import Refusal

SCHEDULE = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]


@pytest.fixture
def event(endpoint, rory, branch):
    """A lead has come in and its delivery is due."""
    make_lead(branch=branch, by=rory, name="Priya")
    read_on()
    return Event.objects.get(verb="lead.created")


@pytest.fixture
def delivery(event):
    return Dispatch.objects.get(event=event)


def verified(got, secret):
    """As a receiver's library does it: Standard Webhooks, by hand."""
    signed = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mine = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return f"v1,{mine}" in got.headers["webhook-signature"].split(" ")


def test_it_arrives_signed_with_ids_and_particulars(server, olga, rory, branch):
    wanted = rules.Wanted(server.url, ["lead.created"], "owner")
    endpoint, secret = rules.register(wanted, by=olga)
    lead = make_lead(branch=branch, by=rory, name="Priya")
    read_on()
    assert send_all(endpoint) == 1
    (got,) = server.got
    event = Event.objects.get(verb="lead.created")
    assert verified(got, secret)
    assert got.headers["webhook-id"] == str(event.pk)
    assert abs(int(got.headers["webhook-timestamp"]) - clock.now().timestamp()) < 60
    assert got.headers["content-type"] == "application/json"
    body = json.loads(got.body)
    assert sorted(body) == ["data", "timestamp", "type"]
    assert (body["type"], body["timestamp"][-1]) == ("lead.created", "Z")
    assert body["data"]["about_id"] == str(lead.pk)
    assert body["data"]["branch_id"] == str(branch.pk)
    assert body["data"]["particulars"] == event.particulars
    delivery = Dispatch.objects.get()
    assert (delivery.status, delivery.attempts, delivery.last_code) == ("delivered", 1, 200)
    assert (Attempt.objects.get().answer, Attempt.objects.get().code) == ("thanks", 200)


def test_while_one_secret_replaces_another_both_sign(server, olga):
    wanted = rules.Wanted(server.url, ["lead.*"], "owner")
    endpoint, old = rules.register(wanted, by=olga)
    endpoint, new = rules.rotate(endpoint, by=olga)
    rules.test(endpoint, by=olga)
    send_all(endpoint)
    assert (verified(server.got[0], old), verified(server.got[0], new)) == (True, True)
    assert len(server.got[0].headers["webhook-signature"].split(" ")) == 2
    with clock.at(clock.now() + timedelta(hours=25)):
        rules.test(endpoint, by=olga)
        send_all(endpoint)
    assert (verified(server.got[1], old), verified(server.got[1], new)) == (False, True)


def test_what_fails_is_tried_again_over_days_and_then_given_up(
    delivery, endpoint, server, monkeypatch
):
    monkeypatch.setattr(sending.random, "uniform", lambda low, high: low)
    server.behave = answers(500, b"broken")
    now, pauses = clock.now() + timedelta(seconds=1), []
    while True:
        with clock.at(now):
            assert send_all(endpoint) == 1
        delivery.refresh_from_db()
        if not delivery.is_pending:
            break
        pauses.append((delivery.next_attempt_at - now).total_seconds())
        now = max(delivery.next_attempt_at, Endpoint.objects.get().rests_until)
    assert pauses == SCHEDULE
    assert (delivery.status, delivery.attempts, delivery.last_code) == ("failed", 10, 500)
    assert len({got.headers["webhook-id"] for got in server.got}) == 1
    assert len({got.headers["webhook-timestamp"] for got in server.got}) == 10
    assert len({got.body for got in server.got}) == 1


def test_attempts_of_many_do_not_all_come_back_at_once(delivery, endpoint, server):
    server.behave = answers(500)
    now = clock.now() + timedelta(seconds=1)
    pauses = set()
    for _each in range(20):
        Dispatch.objects.update(attempts=1, next_attempt_at=now)
        Endpoint.objects.update(rests_until=None)
        with clock.at(now):
            rules.send_next(endpoint.pk)
        delivery.refresh_from_db()
        pauses.add((delivery.next_attempt_at - now).total_seconds())
    assert len(pauses) == 20
    assert all(300 <= pause <= 360 for pause in pauses)


@pytest.mark.parametrize(
    ("behave", "code", "error"),
    [
        (answers(302, Location="http://localhost/"), 302, ""),
        (answers(404, b"who?"), 404, ""),
        (receiver.says_nothing, None, "No whole answer within 1 seconds."),
        (receiver.trickles, None, "No whole answer within 1 seconds."),
        (receiver.hangs_up, None, "RemoteDisconnected"),
    ],
)
def test_every_way_to_fail_is_written_down(
    behave, code, error, delivery, endpoint, server, configured
):
    configured(timeout_seconds=1)
    server.behave = behave
    assert send_all(endpoint) == 1
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts, delivery.last_code) == ("pending", 1, code)
    assert error in delivery.last_error
    assert len(server.got) == 1


def test_a_huge_answer_is_kept_only_in_part(delivery, endpoint, server):
    server.behave = receiver.never_ends
    send_all(endpoint)
    assert len(Attempt.objects.get().answer) == 4000
    delivery.refresh_from_db()
    assert delivery.status == "delivered"


def test_gone_switches_the_webhook_off_at_once(delivery, endpoint, server, recorded):
    server.behave = answers(410)
    send_all(endpoint)
    endpoint.refresh_from_db()
    assert (endpoint.status, "gone (410)" in endpoint.why_disabled) == ("disabled", True)
    assert recorded() == ["webhook.disabled"]
    assert send_all(endpoint) == 0


def test_nothing_but_failures_for_days_switch_it_off(delivery, endpoint, server, recorded, olga):
    server.behave = answers(500)
    now = clock.now() + timedelta(seconds=1)
    for days in (0, 4, 5):
        Dispatch.objects.update(next_attempt_at=now)
        with clock.at(now + timedelta(days=days)):
            send_all(endpoint)
    endpoint.refresh_from_db()
    assert (endpoint.status, endpoint.failures) == ("disabled", 3)
    assert endpoint.why_disabled == "Every attempt of the last 5 days failed."
    assert recorded() == ["webhook.disabled"]
    assert list(Endpoint.objects.troubled()) == [endpoint]
    server.behave = answers(200)
    rules.resume(endpoint, by=olga)
    with clock.at(now + timedelta(days=6)):
        assert send_all(endpoint) == 1
    delivery.refresh_from_db()
    assert delivery.status == "delivered"
    assert not Endpoint.objects.troubled().exists()


def test_one_success_begins_the_days_anew(delivery, endpoint, server, olga):
    server.behave = answers(500)
    send_all(endpoint)
    server.behave = answers(204)
    rules.redeliver(delivery, by=olga)
    send_all(endpoint)
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.failing_since, endpoint.rests_until) == (0, None, None)


def test_a_dead_receiver_is_given_rest_and_a_live_one_its_backlog(endpoint, server, rory, branch):
    for _each in range(10):
        make_lead(branch=branch, by=rory)
    read_on()
    server.behave = answers(503)
    assert send_all(endpoint) == 3
    endpoint.refresh_from_db()
    assert endpoint.is_failing
    server.behave = answers(200)
    assert send_all(endpoint) == 0
    with clock.at(endpoint.rests_until):
        assert send_all(endpoint) == 10


def test_a_test_does_not_stand_behind_old_failures(endpoint, server, rory, branch, olga):
    server.behave = answers(500)
    for _each in range(3):
        make_lead(branch=branch, by=rory)
    read_on()
    send_all(endpoint)
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert rules.endpoints_with_post() == [endpoint.pk]
        watched = rules.test(endpoint, by=olga)
        assert rules.send_next(endpoint.pk)
    watched.refresh_from_db()
    assert watched.attempts == 1


def test_sending_again_by_hand_uses_the_same_id(delivery, endpoint, server, olga, recorded):
    send_all(endpoint)
    rules.redeliver(delivery, by=olga)
    assert send_all(endpoint) == 1
    first, second = server.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts, delivery.history.count()) == ("delivered", 1, 2)
    assert recorded() == ["webhook.redelivered"]


def test_a_test_is_sent_whatever_it_listens_to(server, olga, branch, recorded):
    deaf = webhook(server.url, by=olga, role="read_only", branch=branch)
    rules.test(deaf, by=olga)
    send_all(deaf)
    assert json.loads(server.got[0].body)["type"] == "webhook.tested"
    assert recorded() == ["webhook.created", "webhook.tested"]


def test_nothing_is_sent_by_hand_through_a_webhook_that_is_off(delivery, endpoint, olga):
    rules.pause(endpoint, by=olga)
    for verb in (lambda: rules.test(endpoint, by=olga), lambda: rules.redeliver(delivery, by=olga)):
        with pytest.raises(Refusal, match="Switch it on first"):
            verb()


def test_two_couriers_at_once_send_it_once(delivery, endpoint, server, monkeypatch):
    """The second has read the row before the first claimed it."""
    post = sending.posting.post

    def while_another_looks(*args, **more):
        assert not sending._claimed(delivery)
        return post(*args, **more)

    monkeypatch.setattr(sending.posting, "post", while_another_looks)
    assert send_all(endpoint) == 1
    assert len(server.got) == 1


def test_a_courier_that_dies_leaves_a_claim_that_lapses(delivery, endpoint, server, monkeypatch):
    """Killed before the post or after it, the delivery is sent again, with the same id."""

    def killed(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_settle", killed)
        with pytest.raises(KeyboardInterrupt):
            rules.send_next(endpoint.pk)
    assert send_all(endpoint) == 0
    with clock.at(clock.now() + sending.CLAIM + timedelta(seconds=1)):
        assert send_all(endpoint) == 1
    assert len({got.headers["webhook-id"] for got in server.got}) == 1
    assert len(server.got) == 2
    delivery.refresh_from_db()
    assert delivery.status == "delivered"


def test_rights_that_were_taken_away_meanwhile_count(delivery, endpoint, server):
    Endpoint.objects.update(role="forgotten")
    send_all(endpoint)
    delivery.refresh_from_db()
    endpoint.refresh_from_db()
    assert (delivery.status, endpoint.failures, server.got) == ("failed", 0, [])
    assert delivery.last_error == "The webhook may not hear this any more."


def test_an_erased_event_is_erased_from_what_is_sent(event, endpoint, server):
    Event.objects.filter(pk=event.pk).update(particulars={})
    send_all(endpoint)
    assert json.loads(server.got[0].body)["data"]["particulars"] == {}


def test_another_secret_key_is_said_and_nothing_is_sent(delivery, endpoint, server, settings):
    settings.SECRET_KEY = "another"
    send_all(endpoint)
    delivery.refresh_from_db()
    assert (delivery.last_error, server.got) == ("The secret cannot be read. Rotate it.", [])


def test_without_permission_nothing_goes_inside(delivery, endpoint, server, configured):
    configured(allow_private_networks=False)
    send_all(endpoint)
    delivery.refresh_from_db()
    assert ("Only https" in delivery.last_error, server.got) == (True, [])


def test_old_deliveries_and_removed_webhooks_are_forgotten(delivery, endpoint, server, olga):
    send_all(endpoint)
    jobs.forget(timestamp=0)
    assert Attempt.objects.count() == 1
    Dispatch.objects.update(created_at=clock.now() - timedelta(days=31))
    jobs.forget(timestamp=0)
    assert (Dispatch.objects.count(), Attempt.objects.count()) == (0, 0)
    rules.test(endpoint, by=olga)
    rules.remove(endpoint, by=olga)
    jobs.forget(timestamp=0)
    assert (Dispatch.objects.count(), Endpoint.objects.count()) == (0, 0)
