import threading

import pytest
from django.db import connection

from crm.customers import rules as customers
from crm.customers.models import Access, Customer
from crm.leads import rules
from crm.leads.models import Lead
from crm.leads.tests.make import make_lead
from crm.lib.refusal import Refusal


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


@pytest.mark.django_db(transaction=True)
def test_two_leads_into_one_customer_at_once_begin_one_life(branch, rory):
    known = customers.make(customers.Profile(first_name="Priya"), by=rory, branch=branch)
    leads = [make_lead(branch=branch, contact_info={"name": "Priya"}) for _each in range(2)]
    together = threading.Barrier(2)

    def convert(lead):
        try:
            together.wait()
            rules.convert(lead, by=rory, into=known)
        finally:
            connection.close()

    threads = [threading.Thread(target=convert, args=(lead,)) for lead in leads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Lead.objects.filter(converted_customer=known).count() == 2
    assert known.lifecycle.current_stage == "CUSTOMER"
