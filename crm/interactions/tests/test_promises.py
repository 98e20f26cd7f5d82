"""Getting back to customers, as an exchange promised it."""

import pytest

from crm.customers.tests.make import customer
from crm.interactions import rules
from crm.interactions.models import Interaction
from crm.interactions.tests.make import in_hours, talk
from crm.leads import rules as leads
from crm.leads.tests.make import make_lead
from crm.lib.refusal import Refusal


@pytest.fixture
def promised(branch, rory):
    return talk(branch, rory, customer=customer(branch), follow_up_date=in_hours(3))


def open_promises():
    return Interaction.objects.promised().count()


def test_a_customer_s_promise_is_whoever_s_logged_it(promised, rory):
    assert promised.follow_up_assigned_to == rory
    assert open_promises() == 1


def test_a_machine_s_promise_is_nobody_s(branch):
    from crm.accounts.models import Staff

    row = talk(
        branch, Staff.objects.system(), customer=customer(branch), follow_up_date=in_hours(1)
    )
    assert row.follow_up_assigned_to is None


def test_done_once_it_is_done(promised, rory, recorded):
    for _time in range(2):
        rules.complete_follow_up(promised, outcome="ANSWERED", by=rory)
    promised.refresh_from_db()
    assert (promised.follow_up_outcome, promised.follow_up_done_at is None) == ("ANSWERED", False)
    assert open_promises() == 0
    assert recorded() == ["interaction.followed_up"]


def test_the_wrong_button_is_taken_back(promised, rory, recorded):
    rules.complete_follow_up(promised, outcome="CANCELLED", by=rory)
    rules.reopen_follow_up(promised, by=rory)
    assert open_promises() == 1
    assert recorded() == ["interaction.followed_up", "interaction.follow_up_reopened"]


def test_not_now_is_later(promised, rory, recorded):
    later = in_hours(30)
    assert rules.postpone_follow_up(promised, due_at=later, by=rory).follow_up_date == later
    assert recorded() == ["interaction.follow_up_moved"]


def test_never_back_in_time_and_never_when_done(promised, rory, recorded):
    with pytest.raises(Refusal):
        rules.postpone_follow_up(promised, due_at=in_hours(-1), by=rory)
    rules.complete_follow_up(promised, by=rory)
    recorded.begin()
    with pytest.raises(Refusal):
        rules.postpone_follow_up(promised, due_at=in_hours(30), by=rory)
    assert recorded() == []


def test_nothing_promised_is_nothing_done(branch, rory, recorded):
    row = talk(branch, rory, customer=customer(branch))
    recorded.begin()
    with pytest.raises(Refusal):
        rules.complete_follow_up(row, by=rory)
    assert recorded() == []


def test_a_lead_s_promise_is_kept_by_the_lead_alone(branch, rory):
    lead = make_lead(branch=branch)
    row = talk(branch, rory, lead=lead, follow_up_date=in_hours(3))
    assert open_promises() == 0
    rules.complete_follow_up(row, outcome="UNANSWERED", by=rory)
    lead.refresh_from_db()
    assert (lead.next_follow_up, lead.unanswered_count) == (None, 1)
    rules.reopen_follow_up(row, by=rory)
    lead.refresh_from_db()
    assert (lead.next_follow_up, lead.unanswered_count) == (row.follow_up_date, 0)


def test_a_converted_lead_s_promise_is_made_to_the_customer(branch, rory):
    lead = make_lead(branch=branch)
    leads.convert(lead, by=rory)
    row = talk(branch, rory, lead=lead, follow_up_date=in_hours(3))
    assert row.lead_follow_up is None
    assert Interaction.objects.promised().get() == row


def test_what_the_lead_s_own_page_has_done_is_not_promised_anew(branch, rory):
    lead = make_lead(branch=branch)
    call = talk(branch, rory, lead=lead, follow_up_date=in_hours(3))
    leads.complete_follow_up(lead.follow_ups.get(), by=rory, outcome="ANSWERED")
    with pytest.raises(Refusal, match="done in the meantime"):
        rules.postpone_follow_up(call, due_at=in_hours(9), by=rory)
    assert lead.follow_ups.count() == 1
