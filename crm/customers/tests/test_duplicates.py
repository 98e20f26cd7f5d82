"""Who may be whom: found by a scan and as people appear, and decided by somebody."""

import pytest

from crm.customers import rules
from crm.customers.models import Customer, Duplicate, Household, Merge
from crm.customers.tests import make
from crm.lib.refusal import Refusal


def pairs():
    found = Duplicate.objects.waiting().order_by("-score", "pk").select_related("first", "second")
    return [(pair.first.name, pair.second.name, pair.reasons, pair.score) for pair in found]


def scan():
    last = rules.scan_chunk(None)
    while last is not None:
        last = rules.scan_chunk(last)


@pytest.fixture
def jo(branch):
    return make.customer(branch, "Jo Bloggs", email="jo@example.org", phone="07700 900111")


@pytest.mark.parametrize(
    ("name", "known", "reasons", "score"),
    [
        ("Zoe Quill", {"email": "jo@example.org"}, ["email"], 50),
        ("Zoe Quill", {"phone": "07700 900111"}, ["phone"], 30),
        ("Joe Bloggs", {"phone": "07700 900111"}, ["phone", "name"], 60),
        (
            "Jo Bloggs",
            {"phone": "07700 900111", "email": "jo@example.org"},
            ["email", "phone", "name"],
            100,
        ),
    ],
)
def test_the_scan_finds_them_with_reasons(branch, jo, name, known, reasons, score):
    other = make.customer(branch, name, **known)
    make.customer(branch, "Jo Bloggs")  # a name alone is no reason
    scan()
    assert pairs() == [("Jo Bloggs", other.name, reasons, score)]


def test_a_similar_name_at_one_address_is_a_reason(branch, jo, olga):
    other, stranger = make.customer(branch, "J. Bloggs"), make.customer(branch, "Zoe Quill")
    for customer, postcode in ((jo, "n17 6aa"), (other, "N176AA"), (stranger, "N17 6AA")):
        rules.edit(customer, {"address": {"postcode": postcode}}, by=olga)
    scan()
    assert pairs() == [("Jo Bloggs", "J. Bloggs", ["address", "name"], 50)]


def test_a_number_that_dozens_share_is_no_reason(branch):
    for number in range(21):
        make.customer(branch, f"Guest {number:02}", phone="020 7946 0000")
    scan()
    assert pairs() == []


def test_scanning_again_finds_nothing_new_and_forgets_what_no_longer_holds(branch, jo, olga):
    other = make.customer(branch, "Joe Bloggs", phone="07700 900111")
    scan()
    kept = Duplicate.objects.get()
    scan()
    assert Duplicate.objects.get() == kept
    other.contact_points.all().delete()
    rules.look([other.pk])
    assert not Duplicate.objects.exists()


def test_it_is_found_when_somebody_appears(branch, jo, recorded):
    make.customer(branch, "Joe Bloggs", phone="07700 900111")
    rules.look_for_duplicates(recorded.events()[0])
    assert len(pairs()) == 1


@pytest.mark.parametrize("number", [2, 20])
def test_the_scan_costs_the_same_for_any_number(branch, number, django_assert_num_queries):
    for one in range(number):
        make.customer(branch, f"Person {one}", phone=f"07700 9001{one:02}")
    with django_assert_num_queries(4):
        rules.scan_chunk(None)


@pytest.fixture
def pair(branch, jo):
    make.customer(branch, "Joe Bloggs", phone="07700 900111")
    rules.look([jo.pk])
    return Duplicate.objects.get()


def test_the_same_person_is_merged_into_whom_one_keeps(pair, olga, recorded):
    rules.same_person(pair, keep=pair.second, by=olga)
    assert Customer.objects.get(deleted_at=None) == pair.second
    pair.refresh_from_db()
    assert (pair.decision, pair.decided_by) == ("SAME_PERSON", olga)
    assert recorded() == ["customer.merged"]


def test_a_household_shares_a_phone_and_stays_two_people(pair, olga, recorded):
    rules.same_household(pair, by=olga)
    rules.same_household(pair, by=olga)
    home = Household.objects.get()
    assert set(home.members.all()) == {pair.first, pair.second}
    assert recorded() == ["customer.household_joined", "customer.household_joined"]
    scan()
    assert pairs() == []


def test_two_told_apart_are_not_offered_again(pair, olga, recorded):
    rules.tell_apart(pair, by=olga)
    assert recorded() == ["customer.told_apart"]
    scan()
    assert pairs() == []
    with pytest.raises(Refusal, match="decided about these two already"):
        rules.same_person(pair, keep=pair.first, by=olga)
    assert not Merge.objects.exists()


def test_whoever_was_told_apart_from_one_is_apart_from_the_merged(pair, branch, olga):
    rules.tell_apart(pair, by=olga)
    third = make.customer(branch, "Jo Blogs", email="jo@example.org")
    rules.merge(pair.first, into=third, by=olga)
    scan()
    assert pairs() == []


def test_households_join_and_one_alone_is_none(branch, olga, recorded):
    one, two, three, four = (make.customer(branch, f"P {word}") for word in "ABCD")
    rules.live_together(one, two, by=olga)
    rules.live_together(three, four, by=olga)
    rules.live_together(one, four, by=olga)
    assert Household.objects.get().members.count() == 4
    for customer in (one, two):
        rules.move_out(customer, by=olga)
    assert Household.objects.get().members.count() == 2
    rules.move_out(three, by=olga)
    assert not Household.objects.exists()
    assert recorded()[-1] == "customer.household_left"
