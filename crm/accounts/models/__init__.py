"""The tables of this package, by subject."""

from crm.accounts.models.branch import Branch
from crm.accounts.models.counting import IdempotencyKey, RateCount
from crm.accounts.models.invitation import Invitation
from crm.accounts.models.keys import ApiKey, LiveTicket
from crm.accounts.models.preferences import DismissedHint, SavedView
from crm.accounts.models.staff import Staff, StaffBranch

__all__ = [
    "ApiKey",
    "Branch",
    "DismissedHint",
    "IdempotencyKey",
    "Invitation",
    "LiveTicket",
    "RateCount",
    "SavedView",
    "Staff",
    "StaffBranch",
]
