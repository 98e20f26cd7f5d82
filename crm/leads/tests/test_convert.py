import threading

import pytest
from django.db import connection

from crm.accounts.models import Branch
from crm.consent import rules as consent
from crm.consent.models import Consent
from crm.customers.models import Access, Customer
from crm.interactions import rules as interactions
from crm.leads import rules
from crm.leads.models import Lead
from crm.leads.tests.make import make_lead
from crm.lib.refusal import Refusal
from crm.lifecycle.models import Lifecycle, StageMove


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


def test_the_same_person_is_never_made_twice(branch, rory):
    first = rules.convert(make_lead(branch=branch, phone="07700 900482"), by=rory)
    second = rules.convert(make_lead(branch=branch, phone="07700 900482"), by=rory)
    assert first.customer == second.customer
    assert not second.is_new
    assert Customer.objects.count() == 1


def test_a_household_shares_a_phone_without_being_one_person(branch, rory):
    first = rules.convert(make_lead(branch=branch, phone="07700 900482"), by=rory)
    other = make_lead(branch=branch, contact_info={"name": "Bob Jones", "phone": "07700 900482"})
    assert rules.convert(other, by=rory).customer != first.customer


def test_converting_twice_answers_the_first_result(lead, rory, recorded):
    first = rules.convert(lead, by=rory)
    again = rules.convert(lead, by=rory)
    assert again.customer == first.customer
    assert recorded().count("lead.converted") == 1


def test_another_branchs_customer_becomes_known_here_and_that_is_recorded(
    branch, other_branch, rory, rex, recorded
):
    theirs = rules.convert(make_lead(branch=other_branch, phone="07700 900482"), by=rex).customer
    assert not Customer.objects.visible_to(rory).exists()
    rules.convert(make_lead(branch=branch, phone="07700 900482"), by=rory)
    assert Customer.objects.visible_to(rory).get() == theirs
    assert Access.objects.filter(customer=theirs, branch=branch).count() == 1
    assert "customer.access_granted" in recorded()


def test_a_lost_lead_is_not_converted(lead, rory, recorded):
    rules.lose(lead, reason="Gone", by=rory)
    with pytest.raises(Refusal):
        rules.convert(lead, by=rory)
    assert not Customer.objects.exists()
    assert recorded() == ["lead.lost"]


def test_a_failing_follower_undoes_the_whole_conversion(lead, rory, recorded, monkeypatch):
    Lifecycle.objects.all().delete()
    monkeypatch.setattr(
        "crm.lifecycle.rules._stages_passed",
        lambda lead: (_ for _ in ()).throw(OSError("power cut")),
    )
    with pytest.raises(OSError, match="power cut"):
        rules.convert(lead, by=rory)
    lead.refresh_from_db()
    assert lead.status == "ACTIVE"
    assert not Customer.objects.exists()
    assert recorded() == []


@pytest.mark.django_db(transaction=True)
def test_two_people_converting_two_leads_of_one_person_at_once_make_one_customer(branch, rory):
    leads = [
        make_lead(branch=branch, phone="07700 900482"),
        make_lead(branch=branch, phone="07700 900482"),
    ]
    together = threading.Barrier(2)

    def convert(lead: Lead) -> None:
        together.wait()
        try:
            rules.convert(lead, by=rory)
        finally:
            connection.close()

    threads = [threading.Thread(target=convert, args=(lead,)) for lead in leads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Customer.objects.count() == 1
    assert Lead.objects.filter(status="CONVERTED").count() == 2
    assert Branch.objects.count() == 1
    assert Consent.objects.count() == 0
