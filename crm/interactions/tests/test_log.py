from datetime import timedelta

import pytest

from crm.interactions import rules
from crm.interactions.models import Interaction
from crm.leads import rules as leads
from crm.leads.models import Lead
from crm.leads.tests.make import make_lead
from crm.lib import clock
from crm.lib.refusal import Refusal


@pytest.fixture
def lead(branch, rory):
    return make_lead(branch=branch, phone="07700 900482")


def test_a_call_to_a_lead_is_its_first_reply(lead, branch, rory, recorded):
    said = rules.Said("CALL", "OUTBOUND", content="Left a message", duration_minutes=2)
    interaction = rules.log(said, by=rory, branch=branch, lead=lead)
    lead.refresh_from_db()
    assert (interaction.channel, interaction.staff_member) == ("PHONE", rory)
    assert lead.first_reply_at == interaction.occurred_at == lead.last_contact_at
    assert recorded() == ["interaction.logged"]


def test_their_message_reopens_an_unresponsive_lead(lead, branch, rory, recorded):
    for _time in range(4):
        due = leads.schedule_follow_up(lead, due_at=clock.now() + timedelta(hours=1), by=rory)
        leads.complete_follow_up(due, by=rory, outcome="UNANSWERED")
    recorded.begin()
    rules.log(rules.Said("SMS", "INBOUND"), by=rory, branch=branch, lead=lead)
    lead.refresh_from_db()
    assert lead.status == "ACTIVE"
    assert recorded() == ["interaction.logged", "lead.reopened"]


def test_a_follow_up_date_puts_the_lead_on_today(lead, branch, rory, recorded):
    due = clock.now() + timedelta(days=1)
    rules.log(
        rules.Said("EMAIL", "OUTBOUND", subject="Quote", follow_up_date=due),
        by=rory,
        branch=branch,
        lead=lead,
    )
    lead.refresh_from_db()
    assert lead.next_follow_up == due
    assert lead.follow_ups.get().channel == "EMAIL"
    assert recorded() == ["interaction.logged", "lead.follow_up_scheduled"]


def test_it_is_with_somebody(branch, rory, recorded):
    with pytest.raises(Refusal):
        rules.log(rules.Said("CALL", "INBOUND"), by=rory, branch=branch)
    assert recorded() == []


def test_the_future_is_refused(lead, branch, rory):
    said = rules.Said("CALL", "INBOUND", occurred_at=clock.now() + timedelta(hours=1))
    with pytest.raises(Refusal) as refusal:
        rules.log(said, by=rory, branch=branch, lead=lead)
    assert refusal.value.field == "occurred_at"
    assert not Interaction.objects.exists()


def test_what_is_logged_after_conversion_is_with_both(lead, branch, rory):
    customer = leads.convert(lead, by=rory).customer
    lead.refresh_from_db()
    interaction = rules.log(rules.Said("CALL", "INBOUND"), by=rory, branch=branch, lead=lead)
    assert (interaction.lead, interaction.customer) == (lead, customer)


def test_what_is_logged_while_somebody_converts_belongs_to_the_customer(lead, branch, rory):
    before = Lead.objects.get(pk=lead.pk)
    customer = leads.convert(lead, by=rory).customer
    said = rules.Said("CALL", "OUTBOUND")
    assert rules.log(said, by=rory, branch=branch, lead=before).customer == customer
