"""What a link opens: the first owner arrives, a colleague joins, a password is replaced."""

from collections.abc import Sequence

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from crm import activity
from crm.accounts import secret_tokens
from crm.accounts.models import Branch, Invitation, Staff, StaffBranch
from crm.accounts.models.invitation import InvitationQuerySet
from crm.accounts.rules import emails
from crm.lib import clock
from crm.lib.refusal import Refusal


@transaction.atomic
def found(token: str, *, branch: str, name: str, email: str, password: str) -> Staff:
    """The first owner arrives and names the first branch."""
    invitation = _use(token, Invitation.Purpose.FIRST_OWNER)
    if Staff.objects.people().exists():
        raise Refusal(_("This shop already has an owner."))
    place = Branch.objects.create(name=branch.strip(), slug=slugify(branch)[:60] or "main")
    owner = _arrive(name, email, password, role="owner", branches=[place])
    activity.record("branch.opened", about=place, by=owner, branch=place, name=place.name)
    activity.record("staff.joined", about=owner, by=owner, branch=place, role="owner")
    _finish(invitation)
    return owner


@transaction.atomic
def join(token: str, *, name: str, email: str, password: str) -> Staff:
    """Somebody who was invited arrives."""
    invitation = _use(token, Invitation.Purpose.JOIN)
    branches = list(invitation.branches.order_by("name"))
    person = _arrive(name, email, password, role=invitation.role, branches=branches)
    activity.record("staff.joined", about=person, by=person, role=person.role)
    _finish(invitation)
    return person


@transaction.atomic
def recover(token: str, *, password: str) -> Staff:
    """A new password; every session that knew the old one ends."""
    invitation = _use(token, Invitation.Purpose.RECOVER)
    assert invitation.staff_id is not None
    person = Staff.objects.select_for_update().get(pk=invitation.staff_id)
    _set_password(person, password)
    person.session_epoch += 1
    person.save(update_fields=["password", "session_epoch", "updated_at"])
    activity.record("staff.recovered", about=person, by=person)
    _finish(invitation)
    return person


def opened(token: str) -> Invitation:
    """What the link is for; looking at it does not use it up."""
    return _found(Invitation.objects.active(), token)


def _use(token: str, purpose: str) -> Invitation:
    """The link's row, locked: of two people who press it at once, one is too late."""
    links = Invitation.objects.active().filter(purpose=purpose)
    return _found(links.select_for_update(of=("self",)), token)


def _found(links: InvitationQuerySet, token: str) -> Invitation:
    invitation = links.filter(token_hash=secret_tokens.hashed(token)).first()
    if invitation is None:
        raise Refusal(_("This link has been used or is too old. Ask for a new one."))
    return invitation


def _finish(invitation: Invitation) -> None:
    invitation.used_at = clock.now()
    invitation.save(update_fields=["used_at"])


def _arrive(
    name: str, email: str, password: str, *, role: str, branches: Sequence[Branch]
) -> Staff:
    email = emails.normalised(email)
    emails.must_be_new(email)
    person = Staff(name=name.strip(), email=email, role=role)
    if not person.name:
        raise Refusal(_("Tell us your name."), field="name", status=422)
    _set_password(person, password)
    person.save()
    StaffBranch.objects.bulk_create(
        StaffBranch(staff=person, branch=branch, is_home=number == 0)
        for number, branch in enumerate(branches)
    )
    return person


def _set_password(person: Staff, password: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages), field="password", status=422) from None
    person.set_password(password)
