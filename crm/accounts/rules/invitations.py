"""Letting somebody in by a link: nobody signs themselves up, and no email is needed."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from crm import activity
from crm.accounts import secret_tokens
from crm.accounts.models import Branch, Invitation, Staff
from crm.accounts.models.invitation import InvitationQuerySet
from crm.accounts.rules import delegation, emails
from crm.lib import clock
from crm.lib.refusal import Refusal

LIFETIME = {
    Invitation.Purpose.FIRST_OWNER: timedelta(days=1),
    Invitation.Purpose.JOIN: timedelta(days=7),
    Invitation.Purpose.RECOVER: timedelta(hours=1),
}


@transaction.atomic
def first_owner_link() -> str | None:
    """The link by which the first owner comes in; None once anybody has.

    Each call makes a new one and ends the last, so that only the newest line printed works.
    """
    if Staff.objects.people().exists():
        return None
    _end(Invitation.objects.active())
    return _link(_issue(Invitation.Purpose.FIRST_OWNER, by=None)[1])


@transaction.atomic
def invite(
    *, name: str, email: str, role: str, branches: Sequence[Branch], by: Staff
) -> tuple[Invitation, str]:
    """A link by which this person joins with the role; the link is shown once."""
    delegation.branches_within_reach(delegation.role_within_reach(role, by=by), branches, by=by)
    email = emails.normalised(email)
    emails.must_be_new(email)
    _end(Invitation.objects.active().filter(email=email))
    invitation, token = _issue(
        Invitation.Purpose.JOIN, by=by, name=name.strip(), email=email, role=role
    )
    invitation.branches.set(branches)
    activity.record("invitation.issued", about=invitation, by=by, name=invitation.name, role=role)
    return invitation, _link(token)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: Staff) -> Invitation:
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not invitation.is_open:
        raise Refusal(_("This link no longer works anyway."))
    invitation.revoked_at = clock.now()
    invitation.save(update_fields=["revoked_at"])
    activity.record("invitation.revoked", about=invitation, by=by, name=invitation.name)
    return invitation


@transaction.atomic
def recovery_link(person: Staff, *, by: Staff) -> str:
    """A link by which somebody who forgot their password sets a new one."""
    person = Staff.objects.people().select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise Refusal(_("%(name)s is disabled. Enable the account first.") % {"name": person.name})
    delegation.must_not_outrank(person, by=by)
    _end(person.invitations.active())
    _invitation, token = _issue(Invitation.Purpose.RECOVER, by=by, staff=person)
    activity.record("staff.recovery_issued", about=person, by=by, name=person.name)
    return _link(token)


def _issue(
    purpose: Invitation.Purpose, *, by: Staff | None, **particulars: object
) -> tuple[Invitation, str]:
    token = secret_tokens.new()
    invitation = Invitation(
        purpose=purpose,
        token_hash=secret_tokens.hashed(token),
        invited_by=by,
        expires_at=clock.now() + LIFETIME[purpose],
        **particulars,
    )
    invitation.save()
    return invitation, token


def _end(invitations: InvitationQuerySet) -> None:
    invitations.update(revoked_at=clock.now())


def _link(token: str) -> str:
    return settings.BASE_URL + reverse("join", args=[token])
