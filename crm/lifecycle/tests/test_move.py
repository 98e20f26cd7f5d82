from datetime import timedelta

import pytest
from django.db import connection

from crm.interactions import rules as interactions
from crm.leads import rules as leads
from crm.leads.tests.make import make_lead
from crm.lib import clock
from crm.lib.refusal import Refusal, Stale
from crm.lifecycle import jobs, rules
from crm.lifecycle.config import LifecycleRules
from crm.lifecycle.models import Lifecycle, StageMove, Sweep
from crm.lifecycle.preview import preview


def later(**time):
    return clock.at(clock.now() + timedelta(**time))


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


def test_other_rules_are_previewed_on_today_and_on_history(customer, rory, recorded):
    with later(days=15):
        rules.reconsider([customer.pk], by=rory)
    other = LifecycleRules.model_validate(
        {
            "rules": [
                {
                    "stage": "ADVOCACY",
                    "reason": "Any job at all",
                    "when": {"fact": "times_converted", "op": "at_least", "value": 1},
                },
                {"stage": "LEAD", "reason": "The rest"},
            ]
        }
    )
    shown = preview(other, staff=rory)
    assert [(s.from_stage, s.to_stage, s.count) for s in shown.shifts] == [
        ("RETENTION", "ADVOCACY", 1)
    ]
    assert dict(shown.replay.different) == {("RETENTION", "ADVOCACY"): 1}
    assert stage(customer) == "RETENTION"


def test_facts_that_history_never_kept_are_named(customer, rory):
    with later(days=15):
        rules.reconsider([customer.pk], by=rory)
    other = LifecycleRules.model_validate(
        {
            "rules": [
                {
                    "stage": "ADVOCACY",
                    "reason": "Wants news",
                    "when": {"fact": "marketing_consent", "op": "is", "value": True},
                },
                {"stage": "LEAD", "reason": "The rest"},
            ]
        }
    )
    assert dict(preview(other, staff=rory).replay.missing) == {"marketing_consent": 1}


def test_another_branch_previews_only_its_own(customer, rex):
    other = LifecycleRules.model_validate({"rules": [{"stage": "LEAD", "reason": "All"}]})
    assert preview(other, staff=rex).would_move == 0


def test_a_sweep_whose_worker_died_goes_on_the_next_night(customer, rory, recorded, queued):
    sweep = rules.start_sweep(by=rory)
    assert queued() == ["lifecycle.sweep"]
    with connection.cursor() as cursor:  # the worker took the job and was never seen again
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert rules.start_sweep(by=rory) == sweep
    assert queued() == ["lifecycle.sweep", "lifecycle.sweep"]
    assert recorded() == ["sweep.started"]
