"""Consent per address, recorded by hand on a page and through the API."""

import pytest

from crm.activity.models import Event
from crm.consent import rules
from crm.consent.models import Consent
from crm.customers import rules as customers
from crm.customers.models import ContactPoint
from crm.customers.tests.make import customer

YES = rules.Statement("EMAIL", "MARKETING", "GIVEN", "News?")
NO = rules.Statement("EMAIL", "MARKETING", "WITHDRAWN", "Stop")
SAID = {"channel": "EMAIL", "purpose": "MARKETING", "decision": "GIVEN", "wording": "News?"}
TYPED = SAID | {"basis": "CONSENT", "heard": "counter", "note": "While paying"}


@pytest.fixture
def ann(branch):
    made = customer(branch, email="ann@example.org", phone="07700 900123")
    ContactPoint.objects.create(customer=made, kind="EMAIL", value="old@example.org")
    return made


def test_a_word_counts_for_its_own_address(ann, rory):
    rules.record("ann@example.org", YES, by=rory)
    rules.record("old@example.org", NO, by=rory)
    assert rules.may_contact(ann, "EMAIL", "MARKETING")
    assert rules.may_contact(ann, "EMAIL", "MARKETING", address="ann@example.org")
    assert not rules.may_contact(ann, "EMAIL", "MARKETING", address="old@example.org")
    ann.refresh_from_db()
    assert ann.marketing_consent


def test_an_address_of_somebody_else_is_never_theirs(ann, rory):
    rules.record("eve@example.org", YES, by=rory)
    assert not rules.may_contact(ann, "EMAIL", "MARKETING", address="eve@example.org")


def test_every_address_is_judged_in_two_statements(ann, rory, django_assert_num_queries):
    rules.record("ann@example.org", YES, by=rory)
    with django_assert_num_queries(2):
        found = rules.verdicts(ann)
    allowed = [(one.channel, one.address, one.purpose) for one in found if one.allowed]
    assert ("EMAIL", "ann@example.org", "MARKETING") in allowed
    assert ("EMAIL", "old@example.org", "MARKETING") not in allowed
    assert ("SMS", "+447700900123", "SERVICE") in allowed
    assert all(bool(rules.may_contact(ann, *key(one))) == one.allowed for one in used(found))


def used(verdicts):
    return [one for one in verdicts if one.address != "old@example.org"]


def key(verdict):
    return verdict.channel, verdict.purpose


def test_a_shared_address_speaks_in_nobody_else_s_story(ann, branch, rory):
    bob = customer(branch, "Bob Able", email="ann@example.org")
    rules.record("ann@example.org", YES, by=rory)
    rules.record_for(bob, NO, by=rory, branch=branch)
    told = Event.objects.filter(verb="consent.recorded").order_by("seq")
    assert [event.customer_id for event in told] == [None, bob.pk]


def test_another_address_brings_what_was_said_about_it(ann, rory):
    rules.record("ann@example.org", YES, by=rory)
    customers.edit(ann, {"email": "old@example.org"}, by=rory)
    rules.follow_address(Event.objects.get(verb="customer.edited"))
    ann.refresh_from_db()
    assert not ann.marketing_consent


def test_recorded_by_hand_it_shows_on_the_page(as_staff, rory, ann, recorded):
    browser = as_staff(rory)
    assert browser.get(f"/customers/{ann.pk}/consents/new").status_code == 200
    assert browser.post(f"/customers/{ann.pk}/consents/new", TYPED).status_code == 204
    page = browser.get(f"/customers/{ann.pk}/consents").content.decode()
    assert "While paying" in page
    assert "Rory Reception" in page
    assert "Yes, since" in browser.get(f"/customers/{ann.pk}").content.decode()
    assert recorded() == ["consent.recorded"]


def test_without_words_or_address_nothing_is_recorded(as_staff, rory, branch, recorded):
    nobody = customer(branch, "No Address")
    recorded.begin()
    path = f"/customers/{nobody.pk}/consents/new"
    assert as_staff(rory).post(path, TYPED | {"wording": " "}).status_code == 422
    answer = as_staff(rory).post(path, TYPED)
    assert (answer.status_code, "no address" in answer.content.decode()) == (422, True)
    assert recorded() == []


def test_through_the_api(api, rory, ann):
    answer = api(rory).post(f"/customers/{ann.pk}/consents", SAID | {"evidence": {"page": "/x"}})
    assert (answer.status_code, answer.json()["address"]) == (201, "ann@example.org")
    old = api(rory).post(
        f"/customers/{ann.pk}/consents",
        SAID | {"decision": "REFUSED", "address": "OLD@example.org"},
    )
    assert old.json()["address"] == "old@example.org"
    body = api(rory).get(f"/customers/{ann.pk}/consents").json()
    assert [item["decision"] for item in body["items"]] == ["REFUSED", "GIVEN"]
    assert {
        (one["address"], one["allowed"])
        for one in body["verdicts"]
        if "EMAIL" in one["channel"] and one["purpose"] == "MARKETING"
    } == {
        ("ann@example.org", True),
        ("old@example.org", False),
    }


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"address": "eve@example.org"}, "address"),
        ({"address": "nonsense"}, "address"),
        ({"wording": ""}, "wording"),
        ({"channel": "FAX"}, "channel"),
        ({"decision": "MAYBE"}, "decision"),
    ],
)
def test_bad_input_is_refused_by_name(api, rory, ann, recorded, change, field):
    answer = api(rory).post(f"/customers/{ann.pk}/consents", SAID | change)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert recorded() == []


def test_who_may(api, as_staff, rex, mia, ann, recorded):
    assert api(rex).get(f"/customers/{ann.pk}/consents").status_code == 404
    assert api(rex).post(f"/customers/{ann.pk}/consents", SAID).status_code == 404
    assert api(mia).post(f"/customers/{ann.pk}/consents", SAID).status_code == 403
    assert as_staff(rex).get(f"/customers/{ann.pk}/consents").status_code == 404
    assert as_staff(mia).post(f"/customers/{ann.pk}/consents/new", TYPED).status_code == 403
    assert not Consent.objects.exists()
    assert recorded() == []
