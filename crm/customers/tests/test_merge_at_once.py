"""Merges at once: they wait for each other, and end as if one had come after the other."""

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

import pytest
from django.db import connections, transaction

from crm.accounts.models import Staff
from crm.accounts.tests import make as accounts
from crm.customers import rules
from crm.customers.models import Customer, Merge
from crm.customers.tests import make
from crm.lib.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def three():
    branch = accounts.branch("Tottenham")
    return [make.customer(branch, f"Person {word}") for word in ("One", "Two", "Three")]


def at_once(pairs):
    """Each merge in its own thread and connection; what each answered."""
    with ThreadPoolExecutor(len(pairs)) as pool:
        return list(pool.map(_merge, pairs))


def _merge(pair):
    try:
        loser, survivor = pair
        return rules.merge(loser, into=survivor, by=Staff.objects.system()).pk
    except Refusal as refusal:
        return refusal.message
    finally:
        connections.close_all()


def test_the_same_merge_twice_at_once_is_one(three):
    one, two, _third = three
    first, second = at_once([(one, two), (one, two)])
    assert first == second
    assert Merge.objects.count() == 1


def test_each_into_the_other_leaves_one(three):
    one, two, _third = three
    at_once([(one, two), (two, one)])
    assert Customer.objects.filter(deleted_at=None).count() == 2
    assert Merge.objects.count() == 1


def test_three_in_a_ring_leave_one_with_everybody_inside(three):
    at_once(list(permutations(three, 2)))
    left = Customer.objects.get(deleted_at=None)
    assert sorted(left.records) == sorted(one.pk for one in three)
    assert Merge.objects.in_force().count() == 2


def test_one_being_edited_makes_the_merge_wait_and_then_be_told(three):
    one, two, _third = three
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            rules.edit(one, {"company": "New"}, by=Staff.objects.system())
            merging = pool.submit(_stale_merge, one, two)
        assert merging.result(timeout=10) == 412
    assert not Merge.objects.exists()


def _stale_merge(loser, survivor):
    try:
        rules.merge(loser, into=survivor, by=Staff.objects.system(), version=loser.version)
    except Refusal as refusal:
        return refusal.status
    finally:
        connections.close_all()
