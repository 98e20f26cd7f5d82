"""A shop may let its branch managers manage people: theirs, and never the other branch's."""

import pytest
import yaml
from django.urls import reverse

from crm.accounts import rules
from crm.accounts.config import permissions
from crm.accounts.models import ApiKey, Branch, Invitation, SavedView, Staff
from crm.accounts.tests import make
from crm.lib.refusal import Refusal


@pytest.fixture
def max_(other_branch, tmp_path, settings):
    """Max manages Croydon, and may manage people there."""
    shipped = permissions().for_people()["manager"].may
    own = {"roles": {"manager": {"may": [*sorted(shipped), "settings.edit", "staff.manage"]}}}
    (tmp_path / "permissions.yaml").write_text(yaml.safe_dump(own))
    settings.CONFIG_DIR = tmp_path
    permissions.refresh()
    yield make.staff("Max Manager", "manager", other_branch)
    settings.CONFIG_DIR = None
    permissions.refresh()


@pytest.fixture
def browser(max_, as_staff):
    return as_staff(max_)


@pytest.fixture
def theirs(olga, rory, branch):
    """What Tottenham has, by kind."""
    place = {"role": "technician", "branches": [branch], "by": olga}
    return {
        Staff: rory,
        Branch: branch,
        Invitation: rules.invite(name="Nia", email="nia@x.example", **place)[0],
        ApiKey: rules.issue_key(name="Export", **place)[0],
        SavedView: rules.save_view(page="leads", name="Hot", query={}, is_shared=True, by=rory),
    }


def test_he_sees_his_own_people_links_and_keys(browser, theirs, rex):
    people = browser.get(reverse("staff")).content.decode()
    assert "Rex Remote" in people
    assert "Rory Reception" not in people
    assert "nia@x.example" not in people
    assert "Export" not in browser.get(reverse("api-keys")).content.decode()


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("person", Staff),
        ("disable-person", Staff),
        ("enable-person", Staff),
        ("reset-second-factors", Staff),
        ("recovery-link", Staff),
        ("revoke-invitation", Invitation),
        ("revoke-key", ApiKey),
        ("branch", Branch),
        ("close-branch", Branch),
        ("reopen-branch", Branch),
        ("forget-view", SavedView),
    ],
)
def test_nothing_of_theirs_can_be_found(browser, theirs, recorded, name, model):
    assert browser.post(reverse(name, args=[theirs[model].pk])).status_code == 404
    assert recorded() == []


def test_he_cannot_place_anybody_with_them(max_, rex, branch, other_branch, recorded):
    with pytest.raises(Refusal, match="no such branch"):
        rules.place(rex, role="front_desk", branches=[branch, other_branch], by=max_)
    with pytest.raises(Refusal, match="more rights than you have"):
        rules.place(rex, role="owner", branches=[], by=max_)
    assert recorded() == []


def test_he_places_his_own(max_, rex, other_branch, recorded):
    rules.place(rex, role="manager", branches=[other_branch], by=max_)
    assert recorded() == ["staff.role_changed"]
