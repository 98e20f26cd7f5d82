"""Somebody merged into another stands where the other stands, and nowhere by themselves."""

from datetime import timedelta

from crm.customers import rules as customers
from crm.customers.tests import make
from crm.lib import clock
from crm.lifecycle import jobs, rules
from crm.lifecycle.models import Lifecycle


def test_time_moves_only_whoever_is_left(customer, branch, olga, recorded):
    other = make.customer(branch, "Ann Able")
    made = customers.merge(customer, into=other, by=olga)
    row = Lifecycle.objects.get()
    assert row.customer == other
    customers.undo(made, by=olga)
    rules.welcome(recorded.events()[0])
    customers.merge(customer, into=other, by=olga)
    recorded.begin()
    with clock.at(clock.now() + timedelta(days=15)):
        sweep = rules.start_sweep(by=olga)
        jobs.sweep(str(sweep.pk))
        assert rules.reconsider([customer.pk], by=olga) == 0
    assert Lifecycle.objects.get(customer=customer).current_stage == "CUSTOMER"
    moved = [event for event in recorded.events() if event.verb == "lifecycle.moved"]
    assert [event.customer_id for event in moved] == [other.pk]


def test_two_again_both_stand_somewhere(customer, branch, olga, recorded):
    other = make.customer(branch, "Ann Able")
    made = customers.merge(customer, into=other, by=olga)
    Lifecycle.objects.update(lifecycle_score=5)  # edited since, so it stays with the other
    customers.undo(made, by=olga)
    assert Lifecycle.objects.get().customer == other
    for event in recorded.events():
        if event.verb == "customer.merge_undone":
            rules.welcome(event)
    assert Lifecycle.objects.count() == 2
