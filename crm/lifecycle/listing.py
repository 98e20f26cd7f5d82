"""Which customers (and leads beside them) the board of stages shows."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef

from crm.accounts.models import Staff
from crm.customers.models import Access
from crm.leads.models.lead import LeadQuerySet
from crm.lib import clock
from crm.lifecycle.models import LifecycleQuerySet

ME, NOBODY = "me", "nobody"


@dataclass(frozen=True)
class Wanted:
    """What somebody asked to see. Empty asks for nothing; what makes no sense is empty."""

    assignee: str = ""
    branch: str = ""
    overdue: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> Self:
        said = {one.name: str(query.get(one.name, ""))[:100] for one in fields(cls)}
        if said["assignee"] not in {ME, NOBODY} and not _uuid(said["assignee"]):
            said["assignee"] = ""
        said["branch"] = said["branch"] if _uuid(said["branch"]) else ""
        said["overdue"] = "1" if said["overdue"] == "1" else ""
        return cls(**said)

    def but(self, **changes: str) -> Self:
        return replace(self, **changes)

    @property
    def said(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def query(self) -> str:
        """`?assignee=me&overdue=1`, or nothing."""
        return f"?{urlencode(self.said)}" if self.said else ""


def narrowed(rows: LifecycleQuerySet, wanted: Wanted, *, to: Staff) -> LifecycleQuerySet:
    """The customers that are wanted; `to` is who "me" means."""
    if wanted.assignee:
        rows = rows.filter(assigned_to=_who(wanted, to))
    if wanted.branch:
        known = Access.objects.filter(customer=OuterRef("customer"), branch=UUID(wanted.branch))
        rows = rows.filter(Exists(known))
    return rows.due_by(clock.now()) if wanted.overdue else rows


def narrowed_leads(leads: LeadQuerySet, wanted: Wanted, *, to: Staff) -> LeadQuerySet:
    """The leads that count beside them, by the same questions."""
    if wanted.assignee:
        leads = leads.filter(assigned_to=_who(wanted, to))
    if wanted.branch:
        leads = leads.filter(branch=UUID(wanted.branch))
    return leads.due_by(clock.now()) if wanted.overdue else leads


def _who(wanted: Wanted, to: Staff) -> UUID | None:
    return {ME: to.pk, NOBODY: None}.get(wanted.assignee) or _uuid(wanted.assignee)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
