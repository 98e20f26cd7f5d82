from datetime import timedelta

import pytest

from crm.leads import rules
from crm.leads.models import Lead
from crm.lib import clock
from crm.lib.refusal import Refusal


def test_a_lost_lead_keeps_its_reason_and_nothing_is_due_any_more(lead, rory, recorded):
    rules.schedule_follow_up(lead, due_at=clock.now() + timedelta(days=1), by=rory)
    lead = rules.lose(lead, reason=" Too expensive ", by=rory)
    assert (lead.status, lead.lost_reason, lead.next_follow_up) == ("LOST", "Too expensive", None)
    assert lead.follow_ups.get().outcome == "CANCELLED"
    assert recorded() == ["lead.follow_up_scheduled", "lead.lost"]


def test_losing_without_a_reason_is_refused(lead, rory, recorded):
    with pytest.raises(Refusal):
        rules.lose(lead, reason="", by=rory)
    lead.refresh_from_db()
    assert lead.status == "ACTIVE"
    assert recorded() == []


def test_reopening_takes_a_disqualified_lead_back_to_the_start(lead, rory, recorded):
    rules.disqualify(lead, reason="Spam", by=rory)
    lead = rules.reopen(lead, by=rory)
    assert (lead.status, lead.qualification_status, lead.lost_reason) == (
        "ACTIVE",
        "UNQUALIFIED",
        "",
    )
    assert recorded() == ["lead.disqualified", "lead.reopened"]


def test_a_converted_lead_is_not_reopened(lead, rory):
    rules.convert(lead, by=rory)
    with pytest.raises(Refusal):
        rules.reopen(lead, by=rory)


def test_deleting_hides_and_restoring_brings_back(lead, rory, recorded):
    rules.delete(lead, by=rory)
    assert not Lead.objects.visible_to(rory).exists()
    assert Lead.objects.hidden_from_lists(rory).get() == lead
    with pytest.raises(Refusal) as refusal:
        rules.qualify(lead, by=rory)
    assert refusal.value.status == 404
    rules.restore(lead, by=rory)
    assert Lead.objects.visible_to(rory).get() == lead
    assert recorded() == ["lead.deleted", "lead.restored"]
