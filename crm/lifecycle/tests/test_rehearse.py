"""Other rules tried on everybody and on history, and put into force."""

from datetime import timedelta

import pytest

from crm.leads import rules as leads
from crm.leads.tests.make import make_lead
from crm.lib import clock
from crm.lib.refusal import Refusal
from crm.lifecycle import jobs, rules
from crm.lifecycle.config import lifecycle_config
from crm.lifecycle.models import Lifecycle, Rehearsal, StageMove
from crm.lifecycle.tests.make import stand

ADVOCATES = """
rules:
  - stage: ADVOCACY
    reason: Any job at all
    when: {fact: times_converted, op: at_least, value: 1}
  - stage: LEAD
    reason: The rest
"""
NEWS = ADVOCATES.replace(
    "times_converted, op: at_least, value: 1", "marketing_consent, op: is, value: true"
)


@pytest.fixture
def own_folder(settings, tmp_path):
    settings.CONFIG_DIR = tmp_path
    yield tmp_path
    settings.CONFIG_DIR = None
    lifecycle_config.refresh()


def rehearsed(draft, staff):
    row = rules.rehearse(draft, by=staff)
    jobs.rehearse(str(row.pk))
    row.refresh_from_db()
    return row


def later(**time):
    return clock.at(clock.now() + timedelta(**time))


def test_today_under_other_rules_and_history_on_what_was_known(customer, rory, recorded):
    with later(days=15):
        rules.reconsider([customer.pk], by=rory)
        rules.move(customer, "LEAD", reason="A mistake", by=rory)
    recorded.begin()
    row = rehearsed(ADVOCATES, rory)
    assert [(s["from"], s["to"], s["count"], s["examples"]) for s in row.shifts] == [
        ("LEAD", "ADVOCACY", 1, [str(customer.pk)])
    ]
    assert row.replay == {
        "same": 0,
        "by_hand": 1,
        "without_facts": 2,  # LEAD and CUSTOMER, written by the conversion
        "missing": {},
        "different": [{"from": "RETENTION", "to": "ADVOCACY", "count": 1}],
    }
    assert (row.done, row.total, row.percent, row.would_move) == (5, 5, 100, 1)
    assert Lifecycle.objects.get(customer=customer).current_stage == "LEAD"
    assert recorded() == []


def test_facts_that_history_never_kept_are_named(customer, rory):
    with later(days=15):
        rules.reconsider([customer.pk], by=rory)
    assert rehearsed(NEWS, rory).replay["missing"] == {"marketing_consent": 1}


def test_the_same_rules_move_nobody(customer, rory):
    row = rehearsed(lifecycle_config.text, rory)
    assert (row.would_move, row.shifts) == (0, [])


def test_chunks_add_up_and_a_dead_worker_is_taken_up(branch, rory, monkeypatch):
    monkeypatch.setattr("crm.lifecycle.rules.rehearsing.CUSTOMERS", 2)
    monkeypatch.setattr("crm.lifecycle.rules.rehearsing.MOVES", 1)
    for n in range(5):
        stand(branch, "CUSTOMER", f"Ann {n}")
    row = rules.rehearse(ADVOCATES, by=rory)
    assert rules.rehearse_chunk(row)  # and here its worker dies
    jobs.rehearse(str(row.pk))
    jobs.rehearse(str(row.pk))
    row.refresh_from_db()
    assert [(s["from"], s["to"], s["count"]) for s in row.shifts] == [("CUSTOMER", "LEAD", 5)]
    assert len(row.shifts[0]["examples"]) == 5
    assert row.done == row.total


def test_another_branch_tries_them_on_its_own_only(customer, rex):
    row = rehearsed(ADVOCATES, rex)
    assert (row.customers, row.moves, row.would_move) == (0, 0, 0)


def test_a_new_rehearsal_takes_the_place_of_the_last(customer, rory):
    first = rules.rehearse(ADVOCATES, by=rory)
    rules.rehearse(NEWS, by=rory)
    assert not rules.rehearse_chunk(first)
    jobs.rehearse(str(first.pk))
    assert Rehearsal.objects.get().draft == NEWS


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        ("rules:\n  - stage: ]\n", "lifecycle.yaml:2: "),
        ("- a list", "the file must be a mapping"),
        (ADVOCATES.replace("times_converted", "times_convicted"), "lifecycle.yaml:5: "),
        (ADVOCATES.replace("at_least", "nearly"), "lifecycle.yaml:5: "),
        (ADVOCATES.replace("  - stage: LEAD\n    reason: The rest\n", ""), "catches the rest"),
        ("rules: []", "lifecycle.yaml:1: rules"),
        ("colour: red", "lifecycle.yaml:1: colour"),
        ("a: &a [x, x]\n" + "b: \0", "lifecycle.yaml:"),
        ("#" * 60_000, "more rules than anybody can read"),
    ],
)
def test_a_draft_with_a_mistake_says_where_and_begins_nothing(rory, queued, draft, says):
    with pytest.raises(Refusal) as refusal:
        rules.rehearse(draft, by=rory)
    assert says in refusal.value.message
    assert refusal.value.field == "draft"
    assert not Rehearsal.objects.exists()
    assert queued() == []


def test_adopted_rules_are_in_force_and_everybody_hears(customer, olga, own_folder, recorded):
    row = rehearsed(ADVOCATES, olga)
    rules.adopt(row, by=olga)
    assert (own_folder / "lifecycle.yaml").read_text() == ADVOCATES
    assert [path.name for path in own_folder.iterdir()] == ["lifecycle.yaml"]
    assert lifecycle_config().rules[0].reason == "Any job at all"
    assert recorded() == ["config.accepted"]
    assert recorded.events()[0].actor_name == "Olga Owner"
    rules.sweep_under_new_rules(recorded.events()[0])
    rules.reconsider([customer.pk], by=olga)
    assert StageMove.objects.get(to_stage="ADVOCACY").config_version == lifecycle_config.version


def test_only_what_was_seen_and_still_holds_is_adopted(customer, olga, own_folder, recorded):
    row = rules.rehearse(ADVOCATES, by=olga)
    with pytest.raises(Refusal):
        rules.adopt(row, by=olga)
    jobs.rehearse(str(row.pk))
    (own_folder / "lifecycle.yaml").write_text(NEWS)
    with pytest.raises(Refusal) as refusal:
        rules.adopt(row, by=olga)
    assert "Other rules have come into force" in refusal.value.message
    assert (own_folder / "lifecycle.yaml").read_text() == NEWS
    assert recorded() == []


def test_leads_are_none_of_its_business(branch, rory):
    leads.qualify(make_lead(branch=branch), by=rory)
    assert rehearsed(ADVOCATES, rory).total == 0
