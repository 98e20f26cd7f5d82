"""What an owner may do to a colleague."""

from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from crm import activity
from crm.accounts.models import Branch, Invitation, Staff, StaffBranch
from crm.accounts.rules import delegation
from crm.lib import clock
from crm.lib.refusal import Refusal
from crm.lib.versions import must_match


@transaction.atomic
def place(
    person: Staff, *, role: str, branches: Sequence[Branch], by: Staff, version: int | None = None
) -> Staff:
    """Give this person a role and the branches they work at; the first branch is home."""
    person = _theirs_to_change(person, by=by)
    must_match(person, version)
    wanted = delegation.role_within_reach(role, by=by)
    delegation.branches_within_reach(wanted, branches, by=by)
    if role != "owner":
        _keep_an_owner(person)
    before = person.role
    person.role = role
    _save(person, "role")
    if before != role:
        activity.record(
            "staff.role_changed", about=person, by=by, name=person.name, before=before, after=role
        )
    _move(person, branches, by=by)
    return person


@transaction.atomic
def disable(person: Staff, *, by: Staff) -> Staff:
    """Nobody comes in with this account any more: its sessions end at their next request."""
    person = _theirs_to_change(person, by=by)
    if not person.is_active:
        raise Refusal(_("%(name)s is already disabled.") % {"name": person.name})
    _keep_an_owner(person)
    person.is_active = False
    # Raised now, so that no old session wakes up when the account is enabled again.
    person.session_epoch += 1
    _save(person, "is_active", "session_epoch")
    Invitation.objects.active().filter(invited_by=person).update(revoked_at=clock.now())
    activity.record("staff.disabled", about=person, by=by, name=person.name)
    return person


@transaction.atomic
def enable(person: Staff, *, by: Staff) -> Staff:
    person = _theirs_to_change(person, by=by)
    if person.is_active:
        raise Refusal(_("%(name)s is not disabled.") % {"name": person.name})
    person.is_active = True
    _save(person, "is_active")
    activity.record("staff.enabled", about=person, by=by, name=person.name)
    return person


@transaction.atomic
def reset_second_factors(person: Staff, *, by: Staff) -> Staff:
    """Somebody lost their phone: remove their codes and passkeys, and end their sessions."""
    person = _theirs_to_change(person, by=by)
    removed, _by_model = Authenticator.objects.filter(user_id=person.pk).delete()
    if not removed:
        raise Refusal(_("%(name)s has no second factor.") % {"name": person.name})
    person.session_epoch += 1
    _save(person, "session_epoch")
    activity.record("staff.second_factors_reset", about=person, by=by, name=person.name)
    return person


def _theirs_to_change(person: Staff, *, by: Staff) -> Staff:
    """The person's row, locked after the owners' (always in that order, or two would deadlock)."""
    _owners()
    person = Staff.objects.people().select_for_update().get(pk=person.pk)
    if person.pk == by.pk:
        raise Refusal(_("You cannot change your own rights. Ask another owner."), status=403)
    delegation.must_not_outrank(person, by=by)
    return person


def _keep_an_owner(person: Staff) -> None:
    if person.role == "owner" and _owners() == [person]:
        raise Refusal(_("The last owner must stay. Make somebody else an owner first."))


def _owners() -> list[Staff]:
    """All owners, locked, so that two of them cannot remove each other at the same moment."""
    owners = Staff.objects.people().active().filter(role="owner")
    return list(owners.order_by("pk").select_for_update())


def _move(person: Staff, branches: Sequence[Branch], *, by: Staff) -> None:
    before = list(person.branches.order_by("name"))
    if set(before) == set(branches) and (not branches or person.home_branch == branches[0]):
        return
    person.memberships.all().delete()
    StaffBranch.objects.bulk_create(
        StaffBranch(staff=person, branch=branch, is_home=number == 0)
        for number, branch in enumerate(branches)
    )
    person.forget_branches()
    activity.record(
        "staff.branches_changed",
        about=person,
        by=by,
        name=person.name,
        before=[branch.name for branch in before],
        after=sorted(branch.name for branch in branches),
    )


def _save(person: Staff, *fields: str) -> None:
    person.version += 1
    person.save(update_fields=[*fields, "version", "updated_at"])
