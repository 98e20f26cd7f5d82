"""Correcting what was logged, taking it back, bringing it back."""

from dataclasses import replace

import pytest

from crm.activity.models import Event
from crm.customers.tests.make import customer
from crm.interactions import rules
from crm.interactions.models import Interaction
from crm.interactions.tests.make import in_hours, talk
from crm.leads.tests.make import make_lead
from crm.lib.refusal import Refusal, Stale

SAID = rules.Said("CALL", "OUTBOUND", content="Quoted £149")


@pytest.fixture
def ann(branch):
    return customer(branch)


@pytest.fixture
def lead(branch, rory):
    return make_lead(branch=branch, phone="07700 900482")


def test_what_was_logged_is_corrected_and_the_old_words_are_kept(ann, branch, rory, recorded):
    row = talk(branch, rory, customer=ann)
    wanted = replace(SAID, interaction_type="VISIT", sentiment="NEGATIVE", outcome="Left angry")
    edited = rules.edit(row, wanted, by=rory, version=1)
    edited.refresh_from_db()
    assert (edited.channel, edited.sentiment, edited.outcome) == (
        "IN_PERSON",
        "NEGATIVE",
        "Left angry",
    )
    assert (edited.version, edited.occurred_at) == (2, row.occurred_at)
    before = Event.objects.get(verb="interaction.edited").particulars["before"]
    assert (before["content"], before["interaction_type"]) == ("Is it ready?", "CALL")
    assert recorded() == ["interaction.logged", "interaction.edited"]


def test_the_same_words_again_change_nothing(ann, branch, rory, recorded):
    row = talk(branch, rory, customer=ann, subject="iPhone")
    same = rules.Said("CALL", "INBOUND", subject="iPhone", content=" Is it ready? ")
    assert rules.edit(row, same, by=rory).version == 1
    assert recorded() == ["interaction.logged"]


def test_a_stale_correction_is_refused(ann, branch, rory, recorded):
    row = rules.edit(talk(branch, rory, customer=ann), SAID, by=rory)
    with pytest.raises(Stale):
        rules.edit(row, replace(SAID, content="Other"), by=rory, version=1)
    row.refresh_from_db()
    assert row.content == "Quoted £149"


def test_another_time_moves_the_lead_s_own_follow_up(lead, branch, rory, recorded):
    soon, later = in_hours(2), in_hours(48)
    row = talk(branch, rory, lead=lead, follow_up_date=soon)
    rules.edit(row, replace(SAID, follow_up_date=later), by=rory)
    lead.refresh_from_db()
    assert [planned.due_at for planned in lead.follow_ups.all()] == [later]
    assert lead.next_follow_up == later
    assert recorded()[-2:] == ["lead.follow_up_moved", "interaction.edited"]


def test_no_time_takes_the_promise_back(lead, ann, branch, rory):
    with_lead = talk(branch, rory, lead=lead, follow_up_date=in_hours(2))
    with_ann = talk(branch, rory, customer=ann, follow_up_date=in_hours(2))
    for row in (with_lead, with_ann):
        edited = rules.edit(row, SAID, by=rory)
        assert (edited.follow_up_required, edited.follow_up_date) == (False, None)
    lead.refresh_from_db()
    assert lead.next_follow_up is None


def test_a_time_that_is_past_stays_when_something_else_is_corrected(ann, branch, rory):
    row = talk(branch, rory, customer=ann, follow_up_date=in_hours(1))
    due = in_hours(-5)
    Interaction.objects.update(follow_up_date=due)
    edited = rules.edit(row, replace(SAID, follow_up_date=due), by=rory)
    assert (edited.follow_up_date, edited.content) == (due, "Quoted £149")
    with pytest.raises(Refusal) as refusal:
        rules.edit(row, replace(SAID, follow_up_date=in_hours(-2)), by=rory)
    assert refusal.value.field == "follow_up_date"


def test_taken_back_nobody_sees_it_and_nothing_is_promised(lead, branch, rory, recorded):
    row = talk(branch, rory, lead=lead, follow_up_date=in_hours(2))
    rules.remove(row, by=rory)
    lead.refresh_from_db()
    assert not Interaction.objects.visible_to(rory).exists()
    assert lead.next_follow_up is None
    assert recorded()[-2:] == ["lead.follow_up_done", "interaction.removed"]
    for verb in (lambda: rules.edit(row, SAID, by=rory), lambda: rules.remove(row, by=rory)):
        with pytest.raises(Refusal):
            verb()


def test_brought_back_it_is_as_it_was(lead, branch, rory, recorded):
    row = talk(branch, rory, lead=lead, follow_up_date=in_hours(2))
    rules.restore(rules.remove(row, by=rory), by=rory)
    rules.restore(row, by=rory)  # twice is once
    lead.refresh_from_db()
    assert Interaction.objects.visible_to(rory).get() == row
    assert lead.next_follow_up == row.follow_up_date
    assert recorded()[-2:] == ["lead.follow_up_reopened", "interaction.restored"]


def test_what_was_done_before_it_was_taken_back_stays_done(lead, branch, rory):
    row = talk(branch, rory, lead=lead, follow_up_date=in_hours(2))
    rules.complete_follow_up(row, outcome="ANSWERED", by=rory)
    rules.restore(rules.remove(row, by=rory), by=rory)
    assert lead.follow_ups.get().outcome == "ANSWERED"
