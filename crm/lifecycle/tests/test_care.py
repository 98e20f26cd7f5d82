"""Who looks after a customer, what they may be worth, and being in touch."""

from datetime import timedelta
from decimal import Decimal

import pytest

from crm.customers.models import Customer
from crm.interactions import rules as interactions
from crm.lib import clock
from crm.lib.refusal import Refusal, Stale
from crm.lifecycle import rules
from crm.lifecycle.judging import facts_of
from crm.lifecycle.models import Lifecycle


def life(customer):
    return Lifecycle.objects.get(customer=customer)


def test_the_score_of_the_lead_comes_along(customer):
    assert life(customer).lifecycle_score == customer.leads.get().lead_score > 0


def test_somebody_looks_after_them_and_sees_them_from_then_on(customer, tess, rory, recorded):
    assert not Customer.objects.visible_to(tess).exists()
    rules.edit(customer, {"assigned_to": tess, "estimated_value": Decimal(80)}, by=rory, version=1)
    row = life(customer)
    assert (row.assigned_to, row.estimated_value, row.version) == (tess, Decimal(80), 2)
    assert Customer.objects.visible_to(tess).get() == customer
    assert recorded() == ["customer.access_granted", "lifecycle.edited"]
    told = recorded.events()[-1].particulars
    assert told["after"] == {"assigned_to": "Tess Technician", "estimated_value": "80"}


def test_the_same_again_changes_nothing(customer, rory, recorded):
    value = life(customer).estimated_value
    assert rules.edit(customer, {"estimated_value": value}, by=rory).version == 1
    assert recorded() == []


def test_nobody_of_another_branch_looks_after_them(customer, rex, rory, recorded):
    with pytest.raises(Refusal) as refusal:
        rules.edit(customer, {"assigned_to": rex}, by=rory)
    assert refusal.value.field == "assigned_to"
    assert life(customer).assigned_to != rex
    assert recorded() == []


def test_what_verbs_own_and_a_stale_page_are_refused(customer, rory, recorded):
    for name in ("previous_stage", "lifecycle_score", "current_stage"):
        with pytest.raises(Refusal) as refusal:
            rules.edit(customer, {name: "x"}, by=rory)
        assert refusal.value.field == name
    with pytest.raises(Stale):
        rules.edit(customer, {"estimated_value": Decimal(1)}, by=rory, version=9)
    assert recorded() == []


def test_having_been_in_touch_puts_the_next_time_off(customer, rory, recorded):
    with clock.at(clock.now() + timedelta(days=10)):
        now = clock.now()
        rules.touch(customer, by=rory)
    assert life(customer).next_action_due == now + timedelta(days=7)
    assert recorded() == ["lifecycle.touched"]


@pytest.mark.parametrize(("days", "touched"), [(6.5, True), (2, False)])
def test_a_conversation_does_what_is_due_and_nothing_else(
    customer, branch, rory, recorded, days, touched
):
    due = life(customer).next_action_due
    with clock.at(clock.now() + timedelta(days=days)):
        said = interactions.Said("CALL", "OUTBOUND")
        interactions.log(said, by=rory, branch=branch, customer=customer)
        rules.touched_by(recorded.events()[-1])
    assert (life(customer).next_action_due > due) is touched
    assert ("lifecycle.touched" in recorded()) is touched


def test_whoever_takes_over_a_colleague_s_work_looks_after_their_customers(customer, tess, rory):
    rules.edit(customer, {"assigned_to": tess}, by=rory)
    before = life(customer).version
    interactions.hand_over(tess, rory, by=rory)
    assert (life(customer).assigned_to, life(customer).version) == (rory, before + 1)


def test_a_conversation_taken_back_no_longer_counts(customer, branch, rory):
    said = interactions.Said(interaction_type="CALL", direction="INBOUND", sentiment="POSITIVE")
    call = interactions.log(said, by=rory, branch=branch, customer=customer)
    assert facts_of([customer.pk])[customer.pk]["positive_interactions"] == 1
    interactions.remove(call, by=rory)
    known = facts_of([customer.pk])[customer.pk]
    assert (known["positive_interactions"], known["last_contact"]) == (0, None)
