import pytest

from crm.activity.models import Event
from crm.customers import rules as customers
from crm.leads import rules as leads
from crm.leads.tests.make import make_lead
from crm.lifecycle import rules
from crm.lifecycle.models import Lifecycle, StageMove


@pytest.fixture
def walk_in(branch, rory):
    return customers.make(customers.Profile(first_name="Jo"), by=rory, branch=branch)


def created(customer) -> Event:
    return Event.objects.get(verb="customer.created", about_id=customer.pk)


def test_somebody_added_at_the_counter_stands_where_the_rules_say(walk_in, recorded):
    rules.welcome(created(walk_in))
    rules.welcome(created(walk_in))
    lifecycle = Lifecycle.objects.get(customer=walk_in)
    assert (lifecycle.current_stage, lifecycle.stage_entered_at) == ("LEAD", walk_in.created_at)
    assert StageMove.objects.get(customer=walk_in).evidence["times_converted"] == 0
    assert recorded() == ["lifecycle.begun"]


def test_whoever_came_by_a_lead_keeps_their_stage(branch, rory, recorded):
    customer = leads.convert(make_lead(branch=branch, phone="07700 900482"), by=rory).customer
    recorded.begin()
    rules.welcome(created(customer))
    assert Lifecycle.objects.get(customer=customer).current_stage == "CUSTOMER"
    assert recorded() == []


def test_their_first_job_moves_them_on(walk_in, branch, rory):
    rules.welcome(created(walk_in))
    leads.convert(make_lead(branch=branch, name="Jo"), by=rory, into=walk_in)
    rules.reconsider([walk_in.pk], by=rory)
    assert Lifecycle.objects.get(customer=walk_in).current_stage == "CUSTOMER"


def test_many_are_welcomed_each_under_their_own_event(branch, rory, olga, recorded):
    people = [
        customers.make(customers.Profile(first_name=f"Jo {number}"), by=by, branch=branch)
        for number, by in enumerate((rory, olga, rory))
    ]
    standing = leads.convert(make_lead(branch=branch, phone="07700 900482"), by=rory).customer
    events = [created(person) for person in [*people, standing]]
    recorded.begin()
    rules.welcome_many([*events, events[0]])
    rules.welcome_many(events)
    begun = Event.objects.filter(verb="lifecycle.begun", customer_id__in=[p.pk for p in people])
    assert {event.customer_id: (event.cause, event.actor_id) for event in begun} == {
        event.about_id: (event.pk, event.actor_id) for event in events[:3]
    }
    assert recorded() == ["lifecycle.begun"] * 3
    assert StageMove.objects.filter(customer__in=people).count() == 3
    assert Lifecycle.objects.get(customer=standing).current_stage == "CUSTOMER"
