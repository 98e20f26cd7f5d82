from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from crm.accounts.models import Staff
from crm.activity import configuration
from crm.interactions import rules as interactions
from crm.leads import rules as leads
from crm.leads.tests.make import make_lead
from crm.lib import clock
from crm.lib.refusal import Refusal, Stale
from crm.lifecycle import jobs, rules
from crm.lifecycle.models import Lifecycle, StageMove, Sweep


def later(**time):
    return clock.at(clock.now() + timedelta(**time))


@contextmanager
def taken(*subject):
    """Another session holds what `turns.alone` asks for."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        lock = ["\x1f".join(subject)]
        other.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", lock)
        yield


def accepted(name, recorded):
    configuration.accept_all(by=Staff.objects.system())
    return next(event for event in recorded.events() if event.particulars.get("name") == name)


def stage(customer):
    return Lifecycle.objects.get(customer=customer).current_stage


def test_time_alone_moves_a_customer_and_the_facts_are_kept(customer, rory, recorded):
    assert rules.reconsider([customer.pk], by=rory) == 0
    with later(days=15):
        assert rules.reconsider([customer.pk], by=rory) == 1
        assert rules.reconsider([customer.pk], by=rory) == 0
    assert stage(customer) == "RETENTION"
    move = StageMove.objects.get(to_stage="RETENTION")
    assert move.from_stage == "CUSTOMER"
    assert move.evidence["times_converted"] == 1
    assert move.config_version
    assert recorded() == ["lifecycle.moved"]


def test_three_jobs_and_kind_words_make_an_advocate_and_silence_takes_it_back(
    customer, branch, rory
):
    for _job in range(2):
        leads.convert(make_lead(branch=branch, phone="07700 900482"), by=rory)
    for _word in range(2):
        said = interactions.Said("CALL", "INBOUND", sentiment="POSITIVE")
        interactions.log(said, by=rory, branch=branch, customer=customer)
    rules.reconsider([customer.pk], by=rory)
    assert stage(customer) == "ADVOCACY"
    with later(days=700):
        rules.reconsider([customer.pk], by=rory)
    assert stage(customer) == "RETENTION"


def test_a_hand_holds_until_the_facts_say_something_new(customer, rory, recorded):
    rules.move(customer, "ADVOCACY", reason="Sends us everybody", by=rory, version=1)
    rules.reconsider([customer.pk], by=rory)
    assert stage(customer) == "ADVOCACY"
    with later(days=15):
        rules.reconsider([customer.pk], by=rory)
    assert stage(customer) == "RETENTION"
    assert recorded() == ["lifecycle.moved", "lifecycle.moved"]


def test_a_hand_needs_a_reason_and_a_current_page(customer, rory, recorded):
    with pytest.raises(Refusal) as refusal:
        rules.move(customer, "ADVOCACY", reason=" ", by=rory)
    assert refusal.value.field == "reason"
    with pytest.raises(Stale):
        rules.move(customer, "ADVOCACY", reason="x", by=rory, version=9)
    assert stage(customer) == "CUSTOMER"
    assert recorded() == []


def test_the_sweep_moves_everybody_whose_time_has_come_and_may_run_twice(
    customer, rory, recorded, queued, monkeypatch
):
    monkeypatch.setattr("crm.lifecycle.rules.sweeping.CHUNK", 1)
    with later(days=15):
        sweep = rules.start_sweep(by=rory)
        assert rules.start_sweep(by=rory) == sweep
        jobs.sweep(str(sweep.pk))
        jobs.sweep(str(sweep.pk))
    sweep = Sweep.objects.get()
    assert (sweep.total, sweep.done, sweep.moved, sweep.percent) == (1, 1, 1, 100)
    assert stage(customer) == "RETENTION"
    assert queued() == ["lifecycle.sweep"]
    assert recorded() == ["sweep.started", "lifecycle.moved", "sweep.finished"]


def test_a_second_worker_finds_the_sweep_taken(customer, rory, recorded):
    with later(days=15):
        sweep = rules.start_sweep(by=rory)
        with taken("lifecycle.sweep", str(sweep.pk)):
            jobs.sweep(str(sweep.pk))
        assert (Sweep.objects.get().done, stage(customer)) == (0, "CUSTOMER")
        jobs.sweep(str(sweep.pk))
    assert Sweep.objects.get().done == 1
    assert recorded() == ["sweep.started", "lifecycle.moved", "sweep.finished"]


def test_new_rules_look_at_everybody_again(customer, rory, recorded, queued):
    rules.sweep_under_new_rules(accepted("leads", recorded))
    assert queued() == []
    event = accepted("lifecycle", recorded)
    rules.sweep_under_new_rules(event)
    assert queued() == ["lifecycle.sweep"]
    jobs.sweep(str(Sweep.objects.get().pk))
    rules.sweep_under_new_rules(event)
    assert Sweep.objects.count() == 1


def test_a_sweep_by_older_rules_ends_and_another_begins(customer, rory, recorded, queued):
    older = rules.start_sweep(by=rory)
    Sweep.objects.update(config_version="older", last_customer=customer.pk, done=1)
    newer = rules.start_sweep(by=rory)
    assert newer != older
    assert not rules.sweep_chunk(older, by=rory)
    jobs.sweep(str(newer.pk))
    assert [sweep.done for sweep in Sweep.objects.order_by("started_at")] == [1, 1]
    assert recorded() == ["sweep.started", "sweep.started", "sweep.finished"]


def test_a_sweep_whose_worker_died_goes_on_the_next_night(customer, rory, recorded, queued):
    sweep = rules.start_sweep(by=rory)
    assert queued() == ["lifecycle.sweep"]
    with connection.cursor() as cursor:  # the worker took the job and was never seen again
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert rules.start_sweep(by=rory) == sweep
    assert queued() == ["lifecycle.sweep", "lifecycle.sweep"]
    assert recorded() == ["sweep.started"]
