"""Keys for programs, and the tickets they trade for a live socket."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm import activity
from crm.accounts import secret_tokens
from crm.accounts.config import permissions
from crm.accounts.models import ApiKey, Branch, LiveTicket, Staff, StaffBranch
from crm.accounts.rules import delegation
from crm.lib import clock
from crm.lib.refusal import Refusal

TICKET_LIFETIME = timedelta(minutes=1)
SHOWN = 8


@transaction.atomic
def issue_key(
    *,
    name: str,
    role: str,
    by: Staff,
    scopes: Collection[str] | None = None,
    branches: Collection[Branch] = (),
) -> tuple[ApiKey, str]:
    """A key that may do what `role` may, or only the `scopes`, at the branches given.

    The second value is the key itself; it is never seen again.
    """
    wanted = delegation.role_within_reach(role, by=by)
    delegation.branches_within_reach(wanted, branches, by=by)
    beyond = sorted(set(scopes or ()) - wanted.may)
    if beyond:
        raise Refusal(
            _("The role does not include %(scope)s.") % {"scope": beyond[0]},
            field="scopes",
            status=422,
        )
    if not name.strip():
        raise Refusal(_("Name the key after what will use it."), field="name", status=422)
    return _issue(name, role, scopes, branches, by)


@transaction.atomic
def issue_console_key(*, name: str, role: str) -> tuple[ApiKey, str]:
    """A key for whoever runs commands on the server, and could read every row anyway.

    It works at every branch: those open now for a role that must name them.
    """
    wanted = permissions().for_people().get(role)
    if wanted is None:
        raise Refusal(_("There is no such role."), field="role", status=422)
    branches = Branch.objects.active() if wanted.branches == "own" else Branch.objects.none()
    return _issue(name, role, None, branches, Staff.objects.system())


@transaction.atomic
def revoke_key(key: ApiKey, *, by: Staff) -> ApiKey:
    """The key stops working with its next request."""
    key = ApiKey.objects.select_for_update(of=("self",)).select_related("staff").get(pk=key.pk)
    if key.is_revoked:
        raise Refusal(_("This key is already revoked."))
    key.revoked_at = clock.now()
    key.save(update_fields=["revoked_at"])
    key.staff.is_active = False
    key.staff.session_epoch += 1
    key.staff.version += 1
    key.staff.save(update_fields=["is_active", "session_epoch", "version", "updated_at"])
    activity.record("api_key.revoked", about=key, by=by, name=key.staff.name)
    return key


def issue_live_ticket(*, by: Staff) -> str:
    """A minute's right to open one live socket as `by`."""
    token = secret_tokens.new()
    LiveTicket.objects.create(
        staff=by,
        token_hash=secret_tokens.hashed(token),
        expires_at=clock.now() + TICKET_LIFETIME,
    )
    return token


@transaction.atomic
def redeem_live_ticket(token: str) -> Staff | None:
    """Whose socket this opens; a second time, nobody's."""
    tickets = LiveTicket.objects.usable().select_for_update(of=("self",))
    ticket = tickets.filter(token_hash=secret_tokens.hashed(token)).select_related("staff").first()
    if ticket is None:
        return None
    ticket.delete()
    return ticket.staff if ticket.staff.is_active else None


def _issue(
    name: str,
    role: str,
    scopes: Collection[str] | None,
    branches: Iterable[Branch],
    by: Staff,
) -> tuple[ApiKey, str]:
    account = Staff(name=name.strip(), kind=Staff.Kind.API_KEY, role=role)
    account.scopes = None if scopes is None else sorted(set(scopes))
    account.set_unusable_password()
    account.save()
    StaffBranch.objects.bulk_create(StaffBranch(staff=account, branch=place) for place in branches)
    secret = secret_tokens.new()
    text = f"crm_{secret}"
    key = ApiKey.objects.create(
        staff=account,
        prefix=text[: len("crm_") + SHOWN],
        secret_hash=secret_tokens.hashed(text),
        issued_by=by,
    )
    activity.record("api_key.issued", about=key, by=by, name=account.name, role=role)
    return key, text
