import pytest

from crm.customers import matching, rules
from crm.lib.refusal import Refusal, Stale


@pytest.fixture
def customer(branch, rory):
    profile = rules.Profile(first_name="Jo", last_name="Bloggs", email="jo@example.org")
    return rules.make(profile, by=rory, branch=branch)


def test_a_new_email_is_how_they_are_found_from_now_on(customer, rory, recorded):
    rules.edit(customer, {"email": "New@Example.org", "last_name": "Ørsted"}, by=rory, version=1)
    customer.refresh_from_db()
    assert (customer.email, customer.version, customer.sort_name) == (
        "new@example.org",
        2,
        "orsted jo",
    )
    assert matching.the_one(email="new@example.org") == customer
    assert recorded() == ["customer.edited"]
    assert recorded.events()[0].particulars["before"] == {
        "email": "jo@example.org",
        "last_name": "Bloggs",
    }


def test_consent_is_not_edited(customer, rory, recorded):
    with pytest.raises(Refusal) as refusal:
        rules.edit(customer, {"marketing_consent": True}, by=rory)
    assert refusal.value.field == "marketing_consent"
    assert recorded() == []


def test_the_second_of_two_people_is_told(customer, rory, recorded):
    rules.edit(customer, {"company": "A"}, by=rory, version=1)
    with pytest.raises(Stale):
        rules.edit(customer, {"company": "B"}, by=rory, version=1)
    customer.refresh_from_db()
    assert customer.company == "A"
    assert recorded() == ["customer.edited"]
