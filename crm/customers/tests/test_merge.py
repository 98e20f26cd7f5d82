"""Two records become one: what moves, what stays, what the survivor gains."""

import pytest

from crm.customers import matching, rules
from crm.customers.models import Access, ContactPoint, Customer, Duplicate, Merge
from crm.customers.tests import make
from crm.lib.refusal import Refusal, Stale


@pytest.fixture
def ann(branch):
    return make.customer(branch, "Ann Able", email="ann@example.org")


@pytest.fixture
def twin(branch):
    return make.customer(
        branch, "Anne Able", email="anne@work.example", phone="07700 900482", company="Able Ltd"
    )


def test_the_survivor_keeps_what_it_knew_and_gains_the_rest(ann, twin, olga, recorded):
    rules.edit(twin, {"tags": ["vip"], "customer_notes": "Rings twice."}, by=olga)
    rules.edit(ann, {"tags": ["trade"], "customer_notes": "Parks behind."}, by=olga)
    made = rules.merge(twin, into=ann, by=olga)
    ann.refresh_from_db()
    twin.refresh_from_db()
    assert (ann.name, ann.email, ann.phone, ann.phone_typed, ann.company) == (
        "Ann Able",
        "ann@example.org",
        "+447700900482",
        "07700 900482",
        "Able Ltd",
    )
    assert ann.tags == ["trade", "vip"]
    assert ann.customer_notes == "Parks behind.\n\nRings twice."
    assert ann.search_name == "ann able able ltd"
    assert (twin.merged_into, twin.deleted_at is None, twin.company) == (ann, False, "Able Ltd")
    assert Customer.objects.visible_to(olga).get() == ann
    assert (made.survivor, made.loser, made.merged_by) == (ann, twin, olga)
    assert recorded()[-1] == "customer.merged"
    assert recorded.events()[-1].particulars["other"] == "Anne Able"


def test_every_address_of_both_finds_the_one(ann, twin, olga):
    rules.merge(twin, into=ann, by=olga)
    points = ContactPoint.objects.filter(customer=ann).order_by("kind", "value")
    assert list(points.values_list("value", "is_primary")) == [
        ("ann@example.org", True),
        ("anne@work.example", False),
        ("+447700900482", True),
    ]
    assert matching.the_one(email="anne@work.example") == ann
    assert matching.the_one(name="Ann Able", phone="+447700900482") == ann


def test_an_address_of_both_stays_with_each(branch, olga):
    first = make.customer(branch, "Jo Bloggs", phone="07700 900111")
    second = make.customer(branch, "Jo B", phone="07700 900111")
    rules.merge(second, into=first, by=olga)
    assert ContactPoint.objects.filter(customer=first).count() == 1
    assert ContactPoint.objects.filter(customer=second).count() == 1
    assert matching.the_one(name="Jo Bloggs", phone="+447700900111") == first


def test_whoever_saw_either_sees_the_one(ann, other_branch, olga, rex):
    there = make.customer(other_branch, "Ann Able")
    rules.merge(there, into=ann, by=olga)
    assert Customer.objects.visible_to(rex).get() == ann
    assert Access.objects.filter(customer=ann).count() == 2


def test_merging_again_is_the_first_merge(ann, twin, olga, recorded):
    first = rules.merge(twin, into=ann, by=olga)
    again = rules.merge(twin, into=ann, by=olga)
    assert (again, Merge.objects.count()) == (first, 1)
    assert recorded() == ["customer.merged"]


def test_with_oneself_is_refused(ann, olga, recorded):
    with pytest.raises(Refusal, match="one record already"):
        rules.merge(ann, into=ann, by=olga)
    assert recorded() == []


def test_of_one_being_edited_is_refused_as_stale(ann, twin, olga, rory, recorded):
    rules.edit(twin, {"company": "New"}, by=rory)
    for versions in ({"version": 1}, {"into_version": 7}):
        with pytest.raises(Stale):
            rules.merge(twin, into=ann, by=olga, **versions)
    assert recorded() == ["customer.edited"]
    assert not Merge.objects.exists()


def test_an_edit_that_comes_too_late_is_told(ann, twin, olga):
    rules.merge(twin, into=ann, by=olga)
    with pytest.raises(Stale):
        rules.edit(twin, {"company": "X"}, by=olga, version=1)
    with pytest.raises(Refusal, match="merged or removed"):
        rules.edit(twin, {"company": "X"}, by=olga)


def test_a_chain_ends_at_the_last(branch, ann, twin, olga):
    third = make.customer(branch, "A. Able")
    rules.merge(twin, into=ann, by=olga)
    rules.merge(ann, into=third, by=olga)
    twin.refresh_from_db()
    assert twin.merged_into == third
    assert third.records == [third.pk, *sorted([ann.pk, twin.pk])]
    with pytest.raises(Refusal, match="has been merged into"):
        rules.merge(make.customer(branch, "B"), into=ann, by=olga)
    assert matching.the_one(email="anne@work.example") == third


def test_a_pair_that_was_found_is_decided_with_it(branch, olga):
    first = make.customer(branch, "Jo Bloggs", email="jo@example.org")
    second = make.customer(branch, "Jo Bloggs", email="jo@example.org")
    rules.look([first.pk])
    rules.merge(second, into=first, by=olga)
    pair = Duplicate.objects.get()
    assert (pair.decision, pair.decided_by) == ("SAME_PERSON", olga)
