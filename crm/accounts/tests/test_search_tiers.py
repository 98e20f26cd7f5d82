"""The surest match first, a looser one only while few were found, none for too long."""

import pytest
from django.db.models.expressions import RawSQL

from crm.accounts.models import Branch
from crm.accounts.tests import make
from crm.lib import tiers

pytestmark = pytest.mark.django_db


def test_each_row_once_in_the_order_of_the_tiers():
    north, south = make.branch("North"), make.branch("South")
    exact, loose = Branch.objects.filter(name="South"), Branch.objects.order_by("name")
    assert tiers.search([exact, loose]) == [south, north]


def test_a_looser_tier_is_not_asked_when_enough_were_found(django_assert_num_queries):
    make.branch("North")
    with django_assert_num_queries(5):  # savepoint, time limit, rows, no limit, release
        assert len(tiers.search([Branch.objects.all(), Branch.objects.all()], enough=1)) == 1


def test_a_tier_that_takes_too_long_is_given_up_and_the_next_answers(monkeypatch):
    north = make.branch("North")
    monkeypatch.setattr(tiers, "PATIENCE_MS", 50)
    slow = Branch.objects.annotate(slept=RawSQL("pg_sleep(5)::text", []))
    assert tiers.search([slow, Branch.objects.all()]) == [north]
