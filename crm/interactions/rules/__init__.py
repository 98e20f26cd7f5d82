"""What may happen to what was said. The only writer of its table."""

from crm.interactions.rules.editing import edit, remove, restore
from crm.interactions.rules.handing_over import Share, hand_over, share_of
from crm.interactions.rules.logging import Said, adopt, log
from crm.interactions.rules.promises import (
    complete_follow_up,
    postpone_follow_up,
    reopen_follow_up,
    show_again,
)

__all__ = [
    "Said",
    "Share",
    "adopt",
    "complete_follow_up",
    "edit",
    "hand_over",
    "log",
    "postpone_follow_up",
    "remove",
    "reopen_follow_up",
    "restore",
    "share_of",
    "show_again",
]
