"""Approving: what waited becomes ours, once, for the person it is about."""

from decimal import Decimal

import pytest

from crm.consent import rules as consent
from crm.consent.models import Consent
from crm.customers import rules as customers
from crm.customers.models import Access, Customer
from crm.integrations import rules
from crm.integrations.config import integrations
from crm.integrations.models import Approval
from crm.integrations.tests import sent
from crm.integrations.tests.sent import deliver
from crm.leads.models import Lead
from crm.lib.refusal import Refusal


def waiting(endpoint, body):
    assert deliver(endpoint, body).status_code == 200
    return Approval.objects.latest("created_at")


def test_a_registration_becomes_a_customer_with_its_number_and_consent(rory, branch, recorded):
    wishes = {"marketingEmails": True, "smsConsent": False, "theme": "dark"}
    body = sent.registration(customer__preferences=wishes, customer__phone="07700 900482")
    approval = rules.approve(waiting("customer-registration", body), by=rory)
    customer = Customer.objects.get()
    assert approval.customer == customer
    assert (customer.name, customer.email) == ("Hannah Whitmore", "hannah.w@example.co.uk")
    assert (customer.external_source, customer.external_id) == ("revivatech", "clx1user0001")
    assert (customer.language, customer.source_type) == ("en", "WEBSITE")
    assert (customer.marketing_consent, customer.sms_consent) == (True, False)
    assert consent.may_contact(customer, "EMAIL", "MARKETING").allowed
    assert Consent.objects.get(channel="SMS").decision == "REFUSED"
    assert Consent.objects.get(channel="EMAIL").wording == (
        "RevivaTech registration: marketingEmails = true"
    )
    assert recorded() == [
        "approval.waiting",
        "customer.created",
        "customer.access_granted",
        "customer.linked",
        "consent.recorded",
        "consent.recorded",
        "approval.approved",
    ]


def test_a_repair_request_becomes_a_lead_that_keeps_everything(rory, recorded):
    body = sent.repair(repair__colour="space grey", metadata__utm="spring")
    body["behaviour"] = {"page_views": 12}
    approval = rules.approve(waiting("repair-request", body), by=rory)
    lead = Lead.objects.get()
    assert approval.lead == lead
    assert (lead.source_type, lead.external_source, lead.external_id) == (
        "WEBSITE",
        "revivatech",
        "clx1repair0001",
    )
    assert lead.device == "Apple MacBook Air M1 2020"
    assert lead.fault == "Does not charge since it fell."
    assert lead.initial_needs == "Does not charge since it fell.\n\nEvenings are best."
    assert (lead.urgency_level, lead.estimated_value) == ("URGENT", Decimal("149.50"))
    assert (lead.name, lead.email, lead.phone) == (
        "Hannah Whitmore",
        "hannah.w@example.co.uk",
        "+447700900482",
    )
    kept = lead.source_details
    assert kept["ticket_number"] == "REV-4711"
    assert kept["photos"] == ["https://cdn.example.com/a.jpg"]
    assert kept["behaviour"] == {"page_views": 12}
    assert kept["more"] == {
        "repair.colour": "space grey",
        "metadata.utm": "spring",
        "metadata.source": "revivatech",
    }
    assert recorded()[-1] == "approval.approved"


@pytest.mark.parametrize(
    ("priority", "ours"),
    [
        ("urgent", "URGENT"),
        ("EMERGENCY", "URGENT"),
        ("URGENT", "URGENT"),
        ("HIGH", "HIGH"),
        ("STANDARD", "MEDIUM"),
        ("normal", "MEDIUM"),
        ("LOW", "LOW"),
        ("whenever", "MEDIUM"),
        (None, "MEDIUM"),
        (3, "MEDIUM"),
    ],
)
def test_urgency_arrives_raw_or_mapped(priority, ours):
    assert waiting("repair-request", sent.repair(repair__priority=priority)).urgency == ours


def test_an_emergency_flattened_to_normal_is_told_by_the_word_that_was_chosen():
    body = sent.repair(repair__priority="normal", repair__urgency="EMERGENCY")
    assert waiting("repair-request", body).urgency == "URGENT"


@pytest.mark.parametrize(
    ("cost", "value"),
    [
        (149.5, "149.50"),
        ("£1,149.50", "1149.50"),
        ("80", "80.00"),
        (None, "0.00"),
        ("", "0.00"),
        ("soon", "0.00"),
        (-5, "0.00"),
        ("1e30", "0.00"),
    ],
)
def test_the_estimate_arrives_as_a_number_a_string_or_nothing(rory, cost, value):
    rules.approve(waiting("repair-request", sent.repair(repair__estimatedCost=cost)), by=rory)
    assert Lead.objects.get().estimated_value == Decimal(value)


@pytest.mark.parametrize("phone", ["", None, ..., "call me"])
def test_a_phone_that_is_none_is_no_obstacle(rory, phone):
    body = sent.repair(customer__phone=phone)
    rules.approve(waiting("repair-request", body), by=rory)
    assert Lead.objects.get().phone == ""


def test_both_of_one_person_become_a_customer_and_a_lead_that_knows_them(rory):
    request = waiting("repair-request", sent.repair())
    account = waiting("customer-registration", sent.registration())
    rules.approve_together([request, account], by=rory)
    customer = Customer.objects.get()
    assert customer.phone == "+447700900482"
    assert Lead.objects.get().looks_like == customer


def test_somebody_we_know_is_not_made_a_second_time(rory, branch):
    profile = customers.Profile(first_name="Hannah", email="hannah.w@example.co.uk")
    known = customers.make(profile, by=rory, branch=branch)
    approval = rules.approve(waiting("customer-registration", sent.registration()), by=rory)
    assert approval.customer == known
    known.refresh_from_db()
    assert (known.last_name, known.external_id) == ("Whitmore", "clx1user0001")


def test_a_person_may_join_a_request_with_a_customer_they_recognise(rory, branch):
    profile = customers.Profile(first_name="Grandma", phone="020 7946 0000")
    known = customers.make(profile, by=rory, branch=branch)
    approval = rules.approve(waiting("repair-request", sent.repair()), by=rory, into=known)
    assert approval.customer == known
    assert Lead.objects.get().looks_like == known
    known.refresh_from_db()
    assert known.email == "hannah.w@example.co.uk"


def test_somebody_of_another_branch_is_shared_not_doubled(
    rory, rex, other_branch, branch, settings
):
    profile = customers.Profile(first_name="Hannah", email="hannah.w@example.co.uk")
    known = customers.make(profile, by=rex, branch=other_branch)
    account = waiting("customer-registration", sent.registration())
    Approval.objects.update(branch=branch)
    rules.approve(account, by=rory)
    assert Customer.objects.get() == known
    assert set(Access.objects.values_list("branch__name", flat=True)) == {"Croydon", "Tottenham"}


def test_what_was_decided_is_not_decided_again(rory, olga, recorded):
    approval = waiting("customer-registration", sent.registration())
    rules.approve(approval, by=rory)
    before = recorded()
    with pytest.raises(Refusal, match="Rory Reception has already decided this: approved"):
        rules.reject(approval, "Spam", by=olga)
    assert recorded() == before


def test_a_setting_approves_by_itself(monkeypatch, recorded):
    config = integrations()
    automatic = config.revivatech.auto_approve.model_copy(update={"repair_request": True})
    changed = config.model_copy(
        update={"revivatech": config.revivatech.model_copy(update={"auto_approve": automatic})}
    )
    monkeypatch.setattr("crm.integrations.rules.carrying_out.integrations", lambda: changed)
    deliver("customer-registration", sent.registration())
    deliver("repair-request", sent.repair())
    assert dict(Approval.objects.values_list("kind", "status")) == {
        "registration": "waiting",
        "repair_request": "approved",
    }
    assert recorded() == ["approval.waiting", "lead.created", "approval.approved"]
    assert Lead.objects.get().external_id == "clx1repair0001"


def test_a_repeat_after_approval_is_still_a_repeat(rory):
    rules.approve(waiting("repair-request", sent.repair()), by=rory)
    assert deliver("repair-request", sent.repair()).json()["data"]["status"] == "duplicate"
    assert Lead.objects.count() == 1


def test_a_customer_already_known_by_that_number_is_not_asked_about(rory, branch):
    customer = customers.make(customers.Profile(first_name="Hannah"), by=rory, branch=branch)
    customers.link(customer, source="revivatech", external_id="clx1user0001", by=rory)
    answer = deliver("customer-registration", sent.registration())
    assert answer.json()["data"]["status"] == "duplicate"
    assert not Approval.objects.exists()
