"""The cast itself: who belongs where, and what the two tell-tales leave out."""

import pytest
from django.db import transaction

from crm import activity


@pytest.fixture
def already_recorded(olga):
    with transaction.atomic():
        activity.record("staff.renamed", about=olga, by=olga)


def test_everybody_but_rex_is_at_tottenham(olga, tess, rory, mia, rex, branch, other_branch):
    assert {person.home_branch for person in (olga, tess, rory, mia)} == {branch}
    assert rex.home_branch == other_branch
    assert [person.initials for person in (olga, rex)] == ["OO", "RR"]


def test_what_fixtures_recorded_is_not_the_tests_doing(recorded, already_recorded, olga):
    assert recorded() == []
    with transaction.atomic():
        activity.record("staff.renamed", about=olga, by=olga)
    assert recorded() == ["staff.renamed"]


def test_nothing_is_queued_at_first(queued):
    assert queued() == []
