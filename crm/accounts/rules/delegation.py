"""Nobody gives more than they have, nor takes from somebody who has more."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from crm.accounts.config import Role, permissions
from crm.accounts.models import Branch, Staff
from crm.lib.refusal import Refusal


def role_within_reach(key: str, *, by: Staff) -> Role:
    """The role called `key`, if `by` holds at least as much."""
    role = permissions().for_people().get(key)
    if role is None:
        raise Refusal(_("There is no such role."), field="role", status=422)
    wider = role.branches == "all" and not by.sees_all_branches
    if wider or not role.may <= by.permissions:
        raise Refusal(
            _("You cannot give more rights than you have yourself."), field="role", status=403
        )
    return role


def branches_within_reach(role: Role, branches: Collection[Branch], *, by: Staff) -> None:
    """Refuse branches that `by` cannot see, and a role that would have nowhere to work."""
    seen = set(Branch.objects.visible_to(by).filter(pk__in=[place.pk for place in branches]))
    if seen != set(branches):
        raise Refusal(_("There is no such branch."), field="branches", status=422)
    if role.branches == "own" and not branches:
        raise Refusal(_("Choose at least one branch."), field="branches", status=422)


def must_not_outrank(person: Staff, *, by: Staff) -> None:
    """Refuse to touch somebody who may do what `by` may not."""
    role = permissions().role(person.role)
    theirs = role.may if role else frozenset()
    if not theirs <= by.permissions or (person.sees_all_branches and not by.sees_all_branches):
        raise Refusal(
            _("%(name)s has more rights than you. Ask an owner.") % {"name": person.name},
            status=403,
        )
