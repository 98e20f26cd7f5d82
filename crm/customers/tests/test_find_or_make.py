import pytest

from crm.customers import matching, rules
from crm.customers.models import Access, ContactPoint, Customer
from crm.lib.refusal import Refusal


def jo(**more):
    told = {
        "first_name": "Jo",
        "last_name": "Bloggs",
        "email": "Jo@Example.org",
        "phone": "07700 900123",
    }
    return rules.Profile(**(told | more))


def test_somebody_new_is_made_with_their_addresses_and_seen_by_the_branch(branch, rory, recorded):
    customer, is_new = rules.find_or_make(jo(), by=rory, branch=branch)
    assert is_new
    assert (customer.email, customer.phone, customer.phone_typed) == (
        "jo@example.org",
        "+447700900123",
        "07700 900123",
    )
    assert (customer.search_name, customer.sort_name) == ("jo bloggs", "bloggs jo")
    points = ContactPoint.objects.filter(customer=customer, is_primary=True)
    assert set(points.values_list("kind", "value")) == {
        ("EMAIL", "jo@example.org"),
        ("PHONE", "+447700900123"),
    }
    assert Customer.objects.visible_to(rory).get() == customer
    assert recorded() == ["customer.created", "customer.access_granted"]


def test_the_same_email_is_the_same_person_and_blanks_are_filled(branch, rory):
    first, _new = rules.find_or_make(jo(phone="", last_name=""), by=rory, branch=branch)
    again, is_new = rules.find_or_make(jo(company="ACME"), by=rory, branch=branch)
    assert (again.pk, is_new) == (first.pk, False)
    assert (again.last_name, again.company, again.phone) == ("Bloggs", "ACME", "+447700900123")


def test_what_we_knew_stays_and_another_phone_is_kept_beside_it(branch, rory):
    first, _new = rules.find_or_make(jo(), by=rory, branch=branch)
    again, _new = rules.find_or_make(jo(phone="020 7946 0000"), by=rory, branch=branch)
    assert again.phone == first.phone
    assert matching.the_one(name="Jo Bloggs", phone="+442079460000") == first


def test_nobody_is_refused(branch, rory, recorded):
    with pytest.raises(Refusal):
        rules.make(rules.Profile(), by=rory, branch=branch)
    assert recorded() == []


def test_access_given_twice_is_given_once(branch, rory, recorded):
    customer = rules.make(jo(), by=rory, branch=branch)
    rules.grant(customer, by=rory, reason="again", branch=branch)
    assert Access.objects.filter(customer=customer).count() == 1
    assert recorded() == ["customer.created", "customer.access_granted"]


def test_another_branch_sees_nothing_and_a_technician_only_their_own(branch, rory, rex, tess):
    customer = rules.make(jo(), by=rory, branch=branch)
    assert not Customer.objects.visible_to(rex).exists()
    if not tess.can("customers.view_all"):
        assert not Customer.objects.visible_to(tess).exists()
        rules.grant(customer, by=rory, reason="assigned", staff=tess)
    assert Customer.objects.visible_to(tess).get() == customer


def test_what_was_not_known_is_recorded_and_what_was_stays(branch, rory, recorded):
    first = rules.make(jo(phone="", company="ACME"), by=rory, branch=branch)
    stale = Customer.objects.get(pk=first.pk)
    rules.edit(first, {"company": "Bloggs Ltd"}, by=rory)
    recorded.begin()
    rules.find_or_make(jo(), by=rory, branch=branch, into=stale)
    first.refresh_from_db()
    assert (first.company, first.phone, first.version) == ("Bloggs Ltd", "+447700900123", 3)
    assert [event.particulars["fields"] for event in recorded.events()] == [["phone"]]


def test_an_email_is_found_however_many_share_the_phone(branch, rory):
    known = rules.make(jo(), by=rory, branch=branch)
    for n in range(30):
        rules.make(jo(first_name=f"Other {n}", email=f"o{n}@example.org"), by=rory, branch=branch)
    by_email = jo(first_name="Somebody", last_name="Else")
    assert rules.find_or_make(by_email, by=rory, branch=branch) == (known, False)
