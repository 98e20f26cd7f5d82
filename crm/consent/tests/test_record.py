import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from crm.consent import rules
from crm.consent.models import Consent
from crm.customers import rules as customers
from crm.lib.refusal import Refusal

YES = rules.Statement(
    "EMAIL", "MARKETING", "GIVEN", "Send me news by email", evidence={"page": "/enquire"}
)
NO = rules.Statement("EMAIL", "MARKETING", "WITHDRAWN", "Stop")


@pytest.fixture
def customer(branch, rory):
    profile = customers.Profile(first_name="Jo", email="jo@example.org", phone="07700900123")
    return customers.make(profile, by=rory, branch=branch)


def test_the_latest_decision_counts_and_the_platforms_column_follows(customer, rory, recorded):
    assert not rules.may_contact(customer, "EMAIL", "MARKETING")
    rules.record("jo@example.org", YES, by=rory)
    customer.refresh_from_db()
    assert customer.marketing_consent
    assert (
        rules.may_contact(customer, "EMAIL", "MARKETING").consent.wording == "Send me news by email"
    )
    rules.record("jo@example.org", NO, by=rory)
    customer.refresh_from_db()
    assert not customer.marketing_consent
    assert rules.may_contact(customer, "EMAIL", "MARKETING").reason == "They said no."
    assert recorded() == ["consent.recorded", "consent.recorded"]


def test_about_their_repair_we_may_unless_they_said_no(customer, rory):
    assert rules.may_contact(customer, "SMS", "SERVICE")
    rules.record(
        "+447700900123", rules.Statement("SMS", "SERVICE", "WITHDRAWN", "No texts"), by=rory
    )
    assert not rules.may_contact(customer, "SMS", "SERVICE")
    assert rules.may_contact(customer, "PHONE", "SERVICE")


def test_no_address_is_no(branch, rory):
    nobody = customers.make(customers.Profile(first_name="Al"), by=rory, branch=branch)
    assert not rules.may_contact(nobody, "EMAIL", "SERVICE")
    assert not rules.may_contact_address("", "EMAIL", "SERVICE")


def test_consent_without_its_words_is_refused(rory, recorded):
    with pytest.raises(Refusal) as refusal:
        rules.record("jo@example.org", rules.Statement("EMAIL", "MARKETING", "GIVEN", " "), by=rory)
    assert refusal.value.field == "wording"
    assert recorded() == []


def test_what_was_decided_cannot_be_changed_or_deleted(rory, recorded):
    consent = rules.record("jo@example.org", YES, by=rory)
    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(decision="REFUSED")
    with pytest.raises(DatabaseError), transaction.atomic():
        consent.delete()
    assert Consent.objects.get().decision == "GIVEN"
    assert recorded() == ["consent.recorded"]
