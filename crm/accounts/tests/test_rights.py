"""Roles as data: what the shipped file says, and how its mistakes are told."""

import pytest

from crm.accounts.config import Permissions, permissions
from crm.accounts.models import Branch, Staff
from crm.accounts.visibility import at_branches_of
from crm.lib import config
from crm.lib.yaml_source import ConfigError

ASKED_FOR = [
    ("olga", "staff.manage", True),
    ("rory", "leads.edit", True),
    ("rory", "leads.delete", False),
    ("rory", "staff.manage", False),
    ("tess", "leads.view", True),
    ("tess", "leads.edit", False),
    ("tess", "customers.view_all", False),
    ("mia", "analytics.export_data", True),
    ("mia", "leads.create", False),
]


@pytest.mark.parametrize(("name", "permission", "allowed"), ASKED_FOR)
def test_the_shipped_roles(name, permission, allowed, request):
    assert request.getfixturevalue(name).can(permission) is allowed


def test_an_owner_may_everything():
    assert permissions().roles["owner"].may == frozenset(permissions().permissions)


def test_the_platforms_roles_arrive_as_ours():
    assert permissions().platform_roles == {
        "SUPER_ADMIN": "owner",
        "ADMIN": "manager",
        "TECHNICIAN": "technician",
    }


def test_a_role_the_file_no_longer_has_allows_nothing(rory):
    rory.role = "juggler"
    assert rory.permissions == frozenset()
    assert rory.sees_all_branches is False


def test_rows_are_seen_at_ones_own_branches(rory, rex, olga, branch, other_branch):
    seen = [Branch.objects.filter(at_branches_of(who, "id")) for who in (rory, rex, olga)]
    assert [list(rows) for rows in seen] == [[branch], [other_branch], [other_branch, branch]]


def test_a_new_account_without_branch_sees_nothing(branch, db):
    nobody = Staff.objects.create(name="N", email="n@x.example", role="front_desk", password="!")
    assert list(Branch.objects.visible_to(nobody)) == []


def test_people_who_can_be_given_work_at_a_branch(olga, rory, tess, rex, other_branch):
    assert list(Staff.objects.working_at(other_branch.pk)) == [olga, rex]


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        (
            "roles:\n  front_desk:\n    label: Desk\n    may:\n      - leads.fly\n",
            "permissions.yaml:5: roles.front_desk.may.0: there is no permission called leads.fly.",
        ),
        (
            "roles:\n  owner:\n    may:\n      - leads.*\n",
            "permissions.yaml:3: roles.owner.may: without staff.manage nobody could invite anybody.",
        ),
        (
            "platform_roles:\n  ADMIN: boss\n",
            "permissions.yaml:2: platform_roles.ADMIN: boss is no role.",
        ),
        (
            "roles:\n  owner:\n    branches: some\n",
            "permissions.yaml:3: roles.owner.branches: Input should be 'all' or 'own'",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path, settings, mistake, told):
    (tmp_path / "permissions.yaml").write_text(mistake)
    settings.CONFIG_DIR = tmp_path
    with pytest.raises(ConfigError) as error:
        config.Config("permissions", Permissions)()
    assert str(error.value) == f"{tmp_path}/{told}"
