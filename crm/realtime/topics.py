"""Who hears which verbs: one readable table from the verb's family to a permission."""

from typing import Protocol
from uuid import UUID

from crm.realtime.message import Told

PERMISSIONS = {
    "activity": "settings.view",
    "approval": "approvals.decide",
    "api_key": "staff.manage",
    "booking": "bookings.view",
    "branch": "settings.view",
    "catalogue": "catalogue.view",
    "cash_up": "payments.cash_up",
    "config": "settings.view",
    "consent": "customers.view_all",
    "customer": "customers.view_all",
    "delivery": "integrations.view",
    "device": "customers.view_all",
    "import": "customers.import",
    "interaction": "interactions.view",
    "invitation": "staff.manage",
    "invoice": "payments.view",
    "lead": "leads.view",
    "lifecycle": "customers.view_all",
    "payment": "payments.view",
    "price": "pricing.view",
    "rescoring": "leads.view",
    "staff": "staff.manage",
    "status_link": "bookings.view",
    "sweep": "lifecycle.edit",
    "webhook": "integrations.view",
}
# Told to nobody: how somebody arranges their own screen.
SILENT = {"view"}
# After these, what people may hear may have changed.
CHANGE_RIGHTS = {"staff", "api_key", "branch"}


class Hearer(Protocol):
    """Whoever listens: a page's rights, a member of staff, another system's endpoint."""

    @property
    def permissions(self) -> frozenset[str]: ...

    @property
    def sees_all_branches(self) -> bool: ...

    @property
    def branch_ids(self) -> frozenset[UUID]: ...


def family(verb: str) -> str:
    """`lead` of `lead.qualified`."""
    return verb.partition(".")[0]


def hears(rights: Hearer, message: Told) -> bool:
    """May somebody with these rights know that this happened?"""
    if PERMISSIONS.get(family(message.verb)) not in rights.permissions:
        return False
    if rights.sees_all_branches or message.branch_id in rights.branch_ids:
        return True
    if message.branch_id is not None:
        return False
    return message.customer_id is None or not message.known_at.isdisjoint(rights.branch_ids)
