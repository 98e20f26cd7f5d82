"""The cast itself: who belongs where, and what the two tell-tales leave out."""

import pytest
from django.db import transaction

from crm import activity


@pytest.fixture
def already_recorded(olga):
    with transaction.atomic():
        activity.record("staff.renamed", about=olga, by=olga)


@pytest.mark.parametrize("name", ["olga", "tess", "rory", "mia"])
def test_they_are_at_tottenham(name, branch, request):
    assert request.getfixturevalue(name).home_branch == branch


def test_rex_is_at_the_other_branch(rex, other_branch):
    assert rex.home_branch == other_branch
    assert rex.initials == "RR"


def test_what_fixtures_recorded_is_not_the_tests_doing(recorded, already_recorded, olga):
    assert recorded() == []
    with transaction.atomic():
        activity.record("staff.renamed", about=olga, by=olga)
    assert recorded() == ["staff.renamed"]


def test_nothing_is_queued_at_first(queued):
    assert queued() == []
