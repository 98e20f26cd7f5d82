"""Conversion as the whole product sees it: everything carried over, or nothing done."""

import pytest

from crm.consent import rules as consent
from crm.customers.models import Customer
from crm.interactions import rules as interactions
from crm.leads import rules
from crm.leads.tests.make import make_lead
from crm.lifecycle.models import Lifecycle, StageMove


@pytest.fixture
def lead(branch, rory):
    return make_lead(branch=branch)


def test_converting_makes_the_customer_and_carries_everything_over(branch, rory, recorded):
    lead = make_lead(
        branch=branch,
        contact_info={
            "name": "Mary Ann Smith",
            "email": "Mary@Example.org",
            "phone": "07700 900482",
        },
    )
    interactions.log(interactions.Said("CALL", "OUTBOUND"), by=rory, branch=branch, lead=lead)
    rules.qualify(lead, by=rory)
    consent.record(
        "mary@example.org",
        consent.Statement("EMAIL", "MARKETING", "GIVEN", "Send me news"),
        by=rory,
    )
    result = rules.convert(lead, by=rory)
    customer = Customer.objects.visible_to(rory).get()
    assert result.is_new
    assert (customer.first_name, customer.last_name) == ("Mary Ann", "Smith")
    assert (customer.email, customer.phone) == ("mary@example.org", "+447700900482")
    assert customer.marketing_consent
    assert consent.may_contact(customer, "EMAIL", "MARKETING")
    assert customer.interactions.get().lead == lead
    assert result.lead.status == "CONVERTED"
    assert result.lead.converted_at is not None
    life = Lifecycle.objects.get(customer=customer)
    assert (life.current_stage, life.previous_stage) == ("CUSTOMER", "PROSPECT")
    moves = StageMove.objects.filter(customer=customer).order_by("moved_at")
    assert [move.to_stage for move in moves] == ["LEAD", "PROSPECT", "CUSTOMER"]
    assert moves[0].moved_at == lead.created_at
    assert recorded()[-5:] == [
        "customer.created",
        "customer.access_granted",
        "customer.access_granted",
        "lead.converted",
        "lifecycle.begun",
    ]


def test_a_failing_follower_undoes_the_whole_conversion(lead, rory, recorded, monkeypatch):
    Lifecycle.objects.all().delete()
    monkeypatch.setattr(
        "crm.lifecycle.rules.beginning._stages_passed",
        lambda lead: (_ for _ in ()).throw(OSError("power cut")),
    )
    with pytest.raises(OSError, match="power cut"):
        rules.convert(lead, by=rory)
    lead.refresh_from_db()
    assert lead.status == "ACTIVE"
    assert not Customer.objects.exists()
    assert recorded() == []
