"""Duplicates, merging and undoing through the API."""

import pytest

from crm.customers import rules
from crm.customers.models import Customer, Merge
from crm.customers.tests import make


@pytest.fixture
def pair(branch):
    first = make.customer(branch, "Jo Bloggs", email="jo@example.org")
    second = make.customer(branch, "Joe Bloggs", email="jo@example.org")
    rules.look([first.pk])
    return first, second


def merge(client, loser, into, **headers):
    return client.post(f"/customers/{loser.pk}/merge", {"into": str(into.pk)}, **headers)


def test_the_pairs_are_listed_with_reasons(api, olga, pair):
    page = api(olga).get("/customers/duplicates").json()
    (found,) = page["items"]
    assert (found["reasons"], found["score"], page["total"]) == (["email", "name"], 80, 1)
    assert [found["first"]["name"], found["second"]["name"]] == ["Jo Bloggs", "Joe Bloggs"]


@pytest.mark.parametrize("number", [1, 10])
def test_the_list_costs_the_same_for_any_number(
    api, olga, branch, number, django_assert_num_queries
):
    for one in range(number + 1):
        make.customer(branch, f"Jo Bloggs {one}", email="jo@example.org")
    rules.scan_chunk(None)
    client = api(olga)
    client.get("/customers/duplicates")
    with django_assert_num_queries(4):
        client.get("/customers/duplicates")


def test_merged_and_undone(api, olga, pair, recorded):
    first, second = pair
    made = merge(api(olga), second, first, if_match='"1"')
    assert made.status_code == 200
    assert made.json()["survivor_id"] == str(first.pk)
    assert api(olga).get(f"/customers/{second.pk}").status_code == 404
    again = merge(api(olga), second, first)
    assert (again.status_code, again.json()["id"]) == (200, made.json()["id"])
    undone = api(olga).post(f"/merges/{made.json()['id']}/undo")
    assert undone.json()["undone_by_id"] == str(olga.pk)
    assert api(olga).get(f"/customers/{second.pk}").status_code == 200
    assert recorded() == ["customer.merged", "customer.merge_undone", "customer.merge_undone"]


def test_with_oneself_is_refused(api, olga, pair, recorded):
    first, _second = pair
    response = merge(api(olga), first, first)
    assert (response.status_code, response.json()["errors"][0]["field"]) == (409, "into")
    assert recorded() == []


def test_of_one_being_edited_is_refused(api, olga, pair, recorded):
    first, second = pair
    assert merge(api(olga), second, first, if_match='"7"').status_code == 412
    body = {"into": str(first.pk), "into_version": 7}
    assert api(olga).post(f"/customers/{second.pk}/merge", body).status_code == 412
    assert recorded() == []


def test_of_three_at_once_is_refused(api, olga, pair, recorded):
    first, second = pair
    body = {"into": [str(first.pk), str(second.pk)]}
    assert api(olga).post(f"/customers/{second.pk}/merge", body).status_code == 422
    assert recorded() == []


def test_another_branchs_customer_does_not_exist(api, pair, other_branch, recorded):
    from crm.accounts.tests import make as accounts

    manager = accounts.staff("Mo Manager", "manager", other_branch)
    own = make.customer(other_branch, "Own Customer")
    recorded.begin()
    first, second = pair
    for loser, into in ((first, second), (own, first), (first, own)):
        assert merge(api(manager), loser, into).status_code == 404
    assert api(manager).get("/customers/duplicates").json()["items"] == []
    made = rules.merge(second, into=first, by=manager)
    assert api(manager).post(f"/merges/{made.pk}/undo").status_code == 404
    assert recorded() == ["customer.merged"]


def test_the_desk_may_not(api, rory, pair, recorded):
    first, second = pair
    assert merge(api(rory), second, first).status_code == 403
    assert api(rory).get("/customers/duplicates").status_code == 403
    assert Customer.objects.filter(deleted_at=None).count() == 2
    assert not Merge.objects.exists()
    assert recorded() == []
