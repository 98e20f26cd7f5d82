"""A person's open work becomes a colleague's."""

import pytest

from crm.accounts import rules as accounts
from crm.accounts.tests import make as people
from crm.activity.models import Event
from crm.customers import rules as customers
from crm.customers.models import Access
from crm.customers.tests.make import customer
from crm.interactions import rules
from crm.interactions.models import Interaction
from crm.interactions.tests.make import in_hours, talk
from crm.leads import rules as leads
from crm.leads.models import FollowUp, Lead
from crm.leads.tests.make import make_lead
from crm.lib.refusal import Refusal


@pytest.fixture
def nell(branch):
    return people.staff("Nell Newcomer", "front_desk", branch)


@pytest.fixture
def work(branch, rory):
    """One open lead with a promise, one promise to a customer, one customer by name."""
    ann = customer(branch)
    lead = make_lead(branch=branch, assigned_to=rory)
    leads.schedule_follow_up(lead, due_at=in_hours(3), by=rory)
    talk(branch, rory, customer=ann, follow_up_date=in_hours(3))
    customers.grant(ann, by=rory, reason="test", staff=rory)
    return lead


def test_everything_open_is_the_colleague_s(work, rory, nell, olga, recorded):
    share = rules.Share(leads=1, follow_ups=2, customers=1)
    assert rules.share_of(rory, at=nell) == share
    assert rules.hand_over(rory, nell, by=olga) == share
    assert Lead.objects.get().assigned_to == nell
    assert FollowUp.objects.get().assigned_to == nell
    assert Interaction.objects.get().follow_up_assigned_to == nell
    assert Access.objects.get(staff__isnull=False).staff == nell
    assert recorded() == ["lead.assigned", "staff.handed_over"]
    told = Event.objects.get(verb="staff.handed_over").particulars
    assert (told["to"], told["follow_ups"]) == ("Nell Newcomer", 2)


def test_twice_is_once(work, rory, nell, olga, recorded):
    rules.hand_over(rory, nell, by=olga)
    recorded.begin()
    assert rules.hand_over(rory, nell, by=olga).is_nothing
    assert recorded() == []


def test_what_is_closed_stays_where_it_was(work, rory, nell, olga):
    leads.complete_follow_up(FollowUp.objects.get(), by=rory, outcome="ANSWERED")
    leads.lose(work, reason="Gone", by=rory)
    rules.complete_follow_up(Interaction.objects.get(), by=rory)
    assert rules.hand_over(rory, nell, by=olga) == rules.Share(0, 0, 1)
    assert Lead.objects.get().assigned_to == rory


def test_what_is_at_a_branch_where_they_do_not_work_stays(branch, other_branch, rory, rex, olga):
    lead = make_lead(branch=branch, assigned_to=rory)
    assert rules.hand_over(rory, rex, by=olga).is_nothing
    lead.refresh_from_db()
    assert lead.assigned_to == rory


def test_a_customer_both_look_after_is_held_once(branch, rory, nell, olga):
    ann = customer(branch)
    for who in (rory, nell):
        customers.grant(ann, by=olga, reason="test", staff=who)
    assert rules.hand_over(rory, nell, by=olga).customers == 1
    assert [access.staff for access in Access.objects.filter(staff__isnull=False)] == [nell]


def test_nobody_gives_to_themselves_or_to_who_has_left(work, rory, nell, olga, recorded):
    accounts.disable(nell, by=olga)
    recorded.begin()
    for to in (rory, nell):
        with pytest.raises(Refusal) as refusal:
            rules.hand_over(rory, to, by=olga)
        assert refusal.value.field == "to"
    assert recorded() == []


def test_a_customer_unknown_where_the_colleague_works_stays(branch, other_branch, rory, rex, olga):
    customers.grant(customer(branch), by=olga, reason="test", staff=rory)
    assert rules.share_of(rory, at=rex).customers == 0
    assert rules.hand_over(rory, rex, by=olga).is_nothing
    assert not Access.objects.filter(staff=rex).exists()
    assert Access.objects.filter(staff=rory).exists()
