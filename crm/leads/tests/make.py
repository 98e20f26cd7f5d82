"""Leads, as many as a test needs, through the rules or (for volume) straight into the table."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from crm.accounts.models import Branch, Staff
from crm.leads import rules
from crm.leads.models import Lead, LeadStage
from crm.lib import clock


def make_lead(
    *,
    branch: Branch | None = None,
    by: Staff | None = None,
    assigned_to: Staff | None = None,
    created_at: datetime | None = None,
    **overrides: Any,
) -> Lead:
    """A lead that came in through the rule. What `NewLead` knows may be overridden; any other
    column (`status`, `lead_score`, ...) is written afterwards, as if time had passed.
    """
    branch = branch or Branch.objects.order_by("pk").first()
    assert branch is not None
    known = {
        name: overrides.pop(name)
        for name in list(overrides)
        if name in rules.NewLead.__dataclass_fields__
    }
    name = overrides.pop("name", "Priya Nair")
    contact = {
        "name": name,
        "email": overrides.pop("email", ""),
        "phone": overrides.pop("phone", ""),
    }
    new = rules.NewLead(**{"source_type": "WEBSITE", "contact_info": contact} | known)
    lead = rules.create(
        new, by=by or Staff.objects.website(), branch=branch, assigned_to=assigned_to
    )
    return aged(lead, created_at=created_at, **overrides)


def aged(lead: Lead, *, created_at: datetime | None = None, **columns: Any) -> Lead:
    """The same lead with columns that only time or another rule would have written."""
    if created_at is not None:
        columns = {"stage_entered_at": created_at} | columns | {"created_at": created_at}
        LeadStage.objects.filter(lead=lead, left_at=None).update(entered_at=created_at)
    if columns:
        Lead.objects.filter(pk=lead.pk).update(**columns)
    return Lead.objects.get(pk=lead.pk)


def make_many(number: int, *, branch: Branch, **columns: Any) -> list[Lead]:
    """Many plain leads at once, without events: for counting queries and for timing."""
    now = clock.now()
    leads = [
        Lead(
            **{
                "branch": branch,
                "source_type": "WEBSITE",
                "contact_info": {"name": f"Person {index:05}"},
                "search_name": f"person {index:05}",
                "device_interest": {"brand": "Dell", "model": "XPS", "issue": "slow"},
                "lead_score": Decimal(index % 100),
                "estimated_value": Decimal(100),
                "stage_entered_at": now,
            }
            | columns
        )
        for index in range(number)
    ]
    return Lead.objects.bulk_create(leads, batch_size=1000)
