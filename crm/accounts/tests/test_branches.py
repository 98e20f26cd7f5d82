"""Opening, changing and closing a shop."""

import pytest

from crm.accounts import rules
from crm.accounts.models import Branch
from crm.accounts.tests import make
from crm.lib.refusal import Refusal, Stale


def test_a_branch_opens_under_its_own_slug(olga, recorded):
    branch = rules.open_branch(name="Crouch End", phone="020 7946 0000", by=olga)
    assert (branch.slug, branch.phone, branch.is_active) == ("crouch-end", "020 7946 0000", True)
    assert recorded() == ["branch.opened"]


def test_two_branches_do_not_share_a_name(olga, branch, recorded):
    with pytest.raises(Refusal, match="already a branch with this name"):
        rules.open_branch(name="Tottenham", by=olga)
    assert recorded() == []


def test_a_new_name_keeps_the_slug(olga, branch, recorded):
    branch = rules.change_branch(branch, name="Tottenham Hale", by=olga)
    assert (branch.name, branch.slug, branch.version) == ("Tottenham Hale", "tottenham", 2)
    assert recorded() == ["branch.changed"]


def test_saving_the_same_again_records_nothing(olga, branch, recorded):
    assert rules.change_branch(branch, name="Tottenham", by=olga).version == 1
    assert recorded() == []


def test_a_stale_form_changes_nothing(olga, branch, recorded):
    with pytest.raises(Stale):
        rules.change_branch(branch, name="Hale", by=olga, version=9)
    branch.refresh_from_db()
    assert (branch.name, recorded()) == ("Tottenham", [])


def test_a_branch_closes_and_opens_again(olga, branch, other_branch, recorded):
    assert rules.close_branch(other_branch, by=olga).is_active is False
    assert list(Branch.objects.active()) == [branch]
    assert rules.reopen_branch(other_branch, by=olga).is_active is True
    assert recorded() == ["branch.closed", "branch.reopened"]


def test_the_last_branch_stays_open(olga, branch, recorded):
    with pytest.raises(Refusal, match="The last branch must stay open"):
        rules.close_branch(branch, by=olga)
    assert recorded() == []


def test_new_work_goes_to_a_shop_that_is_open(olga, branch, other_branch):
    both = make.staff("Bo Both", "front_desk", branch, other_branch)
    assert both.home_branch == branch
    rules.close_branch(branch, by=olga)
    both.forget_branches()
    assert both.home_branch == other_branch
