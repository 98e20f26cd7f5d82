"""Deciding about pairs, looking at a merge and undoing it, on the page."""

import pytest

from crm.customers import rules
from crm.customers.models import Customer, Duplicate, Household, Merge
from crm.customers.tests import make


@pytest.fixture
def pair(branch):
    make.customer(branch, "Jo Bloggs", email="jo@example.org", company="Bloggs & Sons")
    second = make.customer(branch, "Joe Bloggs", email="jo@example.org")
    rules.look([second.pk])
    return Duplicate.objects.get()


def decide(browser, pair, decision, **more):
    return browser.post(
        f"/customers/duplicates/{pair.pk}/decision",
        {"decision": decision, **more},
        headers={"HX-Request": "true"},
    )


def test_a_pair_stands_side_by_side_with_its_reasons(as_staff, olga, pair):
    page = as_staff(olga).get("/customers/duplicates").content.decode()
    for shown in ("Jo Bloggs and Joe Bloggs", "Same email", "Similar name", "Bloggs &amp; Sons"):
        assert shown in page
    assert "1 pair may be one person" in page
    assert 'data-key="m"' in page


def test_nobody_twice_is_said_kindly(as_staff, olga):
    assert "Everybody is here once" in as_staff(olga).get("/customers/duplicates").content.decode()


@pytest.mark.parametrize("number", [1, 10])
def test_the_page_costs_the_same_for_any_number(
    as_staff, olga, branch, number, django_assert_num_queries
):
    for one in range(number + 1):
        make.customer(branch, f"Jo Bloggs {one}", email="jo@example.org")
    rules.scan_chunk(None)
    browser = as_staff(olga)
    browser.get("/customers/duplicates")
    with django_assert_num_queries(7):
        browser.get("/customers/duplicates")


def test_more_follow_without_a_gap(as_staff, olga, branch):
    for one in range(6):
        make.customer(branch, f"Jo Bloggs {one}", email="jo@example.org")
    rules.scan_chunk(None)
    browser = as_staff(olga)
    first = browser.get("/customers/duplicates")
    more = first.context["more"]
    rest = browser.get(f"/customers/duplicates?cursor={more}", headers={"HX-Request": "true"})
    seen = [pair.duplicate.pk for pair in [*first.context["pairs"], *rest.context["pairs"]]]
    assert len(seen) == len(set(seen)) == 15
    assert "<html" not in rest.content.decode()


def test_the_same_person_is_merged_into_whom_was_chosen(as_staff, olga, pair, recorded):
    answer = decide(as_staff(olga), pair, "SAME_PERSON", keep=pair.second_id)
    assert "Everybody is here once" in answer.content.decode()
    assert "is part of Joe Bloggs now" in answer["HX-Trigger"]
    assert Customer.objects.get(deleted_at=None) == pair.second
    assert recorded() == ["customer.merged"]


def test_without_saying_whom_to_keep_nothing_happens(as_staff, olga, pair, recorded):
    for keep in ({}, {"keep": "nobody"}):
        assert decide(as_staff(olga), pair, "SAME_PERSON", **keep).status_code == 422
    assert decide(as_staff(olga), pair, "PERHAPS").status_code == 422
    assert recorded() == []


def test_a_household_shows_on_the_customers_page_until_somebody_moves_out(
    as_staff, olga, rory, pair
):
    decide(as_staff(olga), pair, "SAME_HOUSEHOLD")
    path = f"/customers/{pair.first_id}"
    panel = as_staff(rory).get(f"{path}/side").content.decode()
    assert "Joe Bloggs" in panel
    assert panel.count("Jo Bloggs<") == 0
    assert as_staff(rory).post(f"{path}/household").status_code == 302
    assert not Household.objects.exists()
    assert "Joe Bloggs" not in as_staff(rory).get(f"{path}/side").content.decode()


def test_different_people_are_not_offered_again(as_staff, olga, pair, recorded):
    decide(as_staff(olga), pair, "DIFFERENT")
    assert decide(as_staff(olga), pair, "SAME_HOUSEHOLD").status_code == 409
    assert recorded() == ["customer.told_apart"]


def test_a_merge_is_looked_at_and_undone(as_staff, olga, pair, recorded):
    browser = as_staff(olga)
    made = rules.same_person(pair, keep=pair.first, by=olga)
    rules.edit(pair.first, {"company": "Bloggs Ltd", "phone": "07700 900111"}, by=olga)
    page = browser.get(f"/customers/merges/{made.pk}").content.decode()
    assert "This stays with Jo Bloggs" in page
    assert "07700 900111" in page
    listed = browser.get("/customers/duplicates").content.decode()
    assert f"/customers/merges/{made.pk}" in listed
    answer = browser.post(f"/customers/merges/{made.pk}/undoing")
    assert answer["Location"] == f"/customers/{pair.first_id}"
    assert "Undone" in browser.get(f"/customers/merges/{made.pk}").content.decode()
    assert Customer.objects.filter(deleted_at=None).count() == 2
    assert recorded().count("customer.merge_undone") == 2


def test_who_may(client, as_staff, rory, rex, pair, other_branch, recorded):
    from crm.accounts.tests import make as accounts

    manager = accounts.staff("Mo Manager", "manager", other_branch)
    made = rules.merge(pair.second, into=pair.first, by=manager)
    recorded.begin()
    doors = ["/customers/duplicates", f"/customers/merges/{made.pk}"]
    for door in doors:
        assert client.get(door).status_code == 302
        assert as_staff(rory).get(door).status_code == 403
    assert as_staff(manager).get(f"/customers/merges/{made.pk}").status_code == 404
    assert as_staff(manager).post(f"/customers/merges/{made.pk}/undoing").status_code == 404
    assert decide(as_staff(manager), pair, "DIFFERENT").status_code == 404
    assert as_staff(rex).get(f"/customers/{pair.first_id}/side").status_code == 404
    assert Merge.objects.in_force().exists()
    assert recorded() == []
