"""What may happen to branches, staff and keys; the only writer of their tables."""

from crm.accounts.rules.arrivals import found, join, opened, recover
from crm.accounts.rules.branches import change_branch, close_branch, open_branch, reopen_branch
from crm.accounts.rules.invitations import (
    first_owner_link,
    invite,
    recovery_link,
    revoke_invitation,
)
from crm.accounts.rules.keys import (
    TICKET_LIFETIME,
    issue_console_key,
    issue_key,
    issue_live_ticket,
    redeem_live_ticket,
    revoke_key,
)
from crm.accounts.rules.preferences import (
    dismiss_hint,
    forget_view,
    note_sign_in_change,
    rename_self,
    save_view,
    set_shortcuts,
    set_theme,
)
from crm.accounts.rules.team import disable, enable, place, reset_second_factors

__all__ = [
    "TICKET_LIFETIME",
    "change_branch",
    "close_branch",
    "disable",
    "dismiss_hint",
    "enable",
    "first_owner_link",
    "forget_view",
    "found",
    "invite",
    "issue_console_key",
    "issue_key",
    "issue_live_ticket",
    "join",
    "note_sign_in_change",
    "open_branch",
    "opened",
    "place",
    "recover",
    "recovery_link",
    "redeem_live_ticket",
    "rename_self",
    "reopen_branch",
    "reset_second_factors",
    "revoke_invitation",
    "revoke_key",
    "save_view",
    "set_shortcuts",
    "set_theme",
]
