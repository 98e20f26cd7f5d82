"""From the log to the endpoints that want an event and may hear it."""

from datetime import timedelta

import pytest

from crm.activity import readers
from crm.activity.models import Cursor, Event
from crm.customers import rules as customers
from crm.integrations import rules
from crm.integrations.models import Dispatch
from crm.integrations.tests.listening import NAME, read_on, webhook
from crm.leads.tests.make import make_lead
from crm.lib import clock

URL = "https://example.com/hooks"


def heard(endpoint):
    rows = Dispatch.objects.filter(endpoint=endpoint).select_related("event")
    return [row.event.verb for row in rows.order_by("event__seq")]


def test_an_event_goes_to_whoever_asked_for_it(olga, rory, branch):
    leads = webhook(URL, by=olga)
    people = webhook(URL, by=olga, events=["customer.created"])
    everything = webhook(URL, by=olga, events=["*"])
    make_lead(branch=branch, by=rory)
    customers.make(customers.Profile(first_name="Priya"), by=rory, branch=branch)
    read_on()
    assert heard(leads) == ["lead.created"]
    assert heard(people) == ["customer.created"]
    assert heard(everything)[-3:] == ["lead.created", "customer.created", "customer.access_granted"]


def test_another_branch_hears_nothing(olga, rory, rex, branch, other_branch):
    here = webhook(URL, by=olga, events=["*"], role="read_only", branch=branch)
    there = webhook(URL, by=olga, events=["*"], role="read_only", branch=other_branch)
    make_lead(branch=branch, by=rory)
    customer = customers.make(customers.Profile(first_name="Priya"), by=rory, branch=branch)
    customers.edit(customer, {"company": "ACME"}, by=rory)
    read_on()
    assert heard(there) == []
    assert heard(here) == [
        "lead.created",
        "customer.created",
        "customer.access_granted",
        "customer.edited",
    ]


def test_a_role_hears_what_it_may_read_and_no_more(olga, rory, branch):
    technician = webhook(URL, by=olga, events=["*"], role="technician", branch=branch)
    make_lead(branch=branch, by=rory)
    customers.make(customers.Profile(first_name="Priya"), by=rory, branch=branch)
    read_on()
    assert heard(technician) == ["lead.created"]


def test_what_happened_before_somebody_asked_is_not_sent(olga, rory, branch):
    webhook(URL, by=olga, events=["customer.*"])
    make_lead(branch=branch, by=rory)
    late = webhook(URL, by=olga)
    make_lead(branch=branch, by=rory)
    read_on()
    assert len(heard(late)) == 1


def test_what_happens_during_a_pause_is_not_sent_later(olga, rory, branch):
    endpoint = webhook(URL, by=olga)
    other = webhook(URL, by=olga)
    rules.pause(endpoint, by=olga)
    make_lead(branch=branch, by=rory)
    rules.resume(endpoint, by=olga)
    make_lead(branch=branch, by=rory)
    read_on()
    assert (len(heard(endpoint)), len(heard(other))) == (1, 2)


def test_told_twice_it_is_sent_once(olga, rory, branch):
    endpoint = webhook(URL, by=olga)
    make_lead(branch=branch, by=rory)
    read_on()
    rules.dispatch(Event.objects.get(verb="lead.created"))
    assert heard(endpoint) == ["lead.created"]


def test_the_cursor_and_its_effect_commit_together(olga, rory, branch, monkeypatch):
    """A reader that dies between the two would skip, or repeat without end."""
    endpoint = webhook(URL, by=olga)
    make_lead(branch=branch, by=rory)
    before = Cursor.objects.get(pk=NAME).position

    def dies(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Cursor, "save", dies)
        with pytest.raises(KeyboardInterrupt):
            read_on()
    assert (heard(endpoint), Cursor.objects.get(pk=NAME).position) == ([], before)
    read_on()
    assert heard(endpoint) == ["lead.created"]


def test_without_anybody_who_listens_the_log_is_passed_over(rory, branch, monkeypatch):
    monkeypatch.setattr(readers, "QUIET_STRIDE", 1)
    monkeypatch.setattr(rules, "dispatch", lambda event: pytest.fail("nobody asked"))
    read_on()
    make_lead(branch=branch, by=rory)
    read_on()
    assert Cursor.objects.get(pk=NAME).position > 0


@pytest.mark.parametrize("number", [1, 10, 40])
def test_an_event_costs_the_same_for_many_endpoints(
    number, olga, rory, branch, django_assert_num_queries
):
    for _each in range(number):
        rules.register(rules.Wanted(URL, ["customer.*"], "owner"), by=olga)
    customer = customers.make(customers.Profile(first_name="Priya"), by=rory, branch=branch)
    customers.edit(customer, {"company": "ACME"}, by=rory)
    event = Event.objects.get(verb="customer.edited")
    with django_assert_num_queries(3):
        rules.dispatch(event)
    assert Dispatch.objects.count() == number


def test_a_clock_that_runs_ahead_loses_nothing(olga, rory, branch):
    """`since` is compared with when it happened, not with when it is read."""
    endpoint = webhook(URL, by=olga)
    with clock.at(clock.now() + timedelta(days=1)):
        make_lead(branch=branch, by=rory)
    read_on()
    assert heard(endpoint) == ["lead.created"]
