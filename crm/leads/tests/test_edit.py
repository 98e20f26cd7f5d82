from decimal import Decimal

import pytest

from crm.leads import rules
from crm.leads.tests.make import make_lead
from crm.lib.refusal import Refusal


def test_an_edit_rescores_and_keeps_what_was_before(lead, rory, recorded):
    before = lead.lead_score
    lead = rules.edit(lead, {"urgency_level": "URGENT", "initial_needs": " wet "}, by=rory)
    assert lead.initial_needs == "wet"
    assert lead.lead_score > before
    event = recorded.events()[0]
    assert event.verb == "lead.edited"
    assert event.particulars == {
        "fields": ["initial_needs", "urgency_level"],
        "before": {"initial_needs": "", "urgency_level": "MEDIUM"},
    }


def test_what_verbs_own_is_refused_by_name(lead, rory, recorded):
    for name in ("status", "lead_score", "converted_customer_id", "qualification_status"):
        with pytest.raises(Refusal) as refusal:
            rules.edit(lead, {name: "x"}, by=rory)
        assert (refusal.value.field, refusal.value.status) == (name, 422)
    assert recorded() == []


def test_nothing_changed_is_no_event(lead, rory, recorded):
    assert rules.edit(lead, {"urgency_level": "MEDIUM"}, by=rory).version == 1
    assert recorded() == []


def test_a_new_budget_moves_the_value(lead, rory):
    lead = rules.edit(lead, {"budget_range": "£1k"}, by=rory)
    assert lead.estimated_value == Decimal("1000.00")


def test_new_contact_details_are_matched_again(lead, rory):
    customer = rules.convert(lead, by=rory).customer
    other = make_lead(branch=lead.branch, contact_info={"name": "Somebody"})
    other = rules.edit(
        other, {"contact_info": {"name": "Priya Nair", "phone": "07700900482"}}, by=rory
    )
    assert other.looks_like == customer
    assert other.phone == "+447700900482"


def test_a_new_budget_leaves_somebodys_estimate_alone(branch, rory):
    lead = make_lead(branch=branch, budget_range="£100", estimated_value=Decimal(180))
    lead = rules.edit(lead, {"budget_range": "£50"}, by=rory)
    assert (lead.budget_range, lead.estimated_value) == ("£50", Decimal("180.00"))
