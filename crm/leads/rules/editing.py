"""Correcting what we know of a lead; its score and its look-alikes follow."""

from decimal import Decimal
from typing import Any

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.leads.contact import Contact
from crm.leads.models import Lead
from crm.leads.rules.capture import recognise, worth
from crm.leads.rules.saving import locked, save
from crm.leads.rules.scoring import score
from crm.lib.refusal import Refusal

EDITABLE = frozenset(
    {
        "source_type",
        "source_details",
        "contact_info",
        "device_interest",
        "initial_needs",
        "budget_range",
        "estimated_value",
        "urgency_level",
    }
)
OWNED_BY_VERBS = {
    "lead_score": "The score follows from the lead; it is not edited.",
    "qualification_status": "Use qualify or disqualify to move a lead.",
    "status": "A lead's status changes by converting, losing or reopening it.",
    "converted_customer_id": "Use convert to make a customer of a lead.",
    "converted_at": "Use convert to make a customer of a lead.",
    "assigned_to": "Use assign to give a lead to somebody.",
    "follow_up_count": "Follow-ups are counted as they are done.",
    "next_follow_up": "Use schedule-follow-up.",
    "last_contact_at": "This follows from what was logged.",
    "lost_reason": "The reason is given when a lead is lost.",
}


@transaction.atomic
def edit(lead: Lead, changes: dict[str, Any], *, by: Staff, version: int | None = None) -> Lead:
    """Change what people may change of a lead. Refuses the rest by name, and says what to use."""
    for name in changes:
        if name not in EDITABLE:
            why = OWNED_BY_VERBS.get(name, "This is not part of a lead that can be edited.")
            raise Refusal(why, field=name, status=422)
    lead = locked(lead, version=version)
    before = {name: getattr(lead, name) for name in EDITABLE}
    for name, value in _tidied(changes, lead).items():
        setattr(lead, name, value)
    changed = sorted(name for name in EDITABLE if getattr(lead, name) != before[name])
    if not changed:
        return lead
    if "contact_info" in changed:
        contact = Contact.of(lead.contact_info)
        lead.contact_info = contact.info
        recognise(lead, contact)
    save(lead, *changed, "email", "phone", "search_name", "looks_like", "looks_like_reasons")
    score([lead])
    kept = {name: _plain(before[name]) for name in changed}
    activity.record("lead.edited", about=lead, by=by, fields=changed, before=kept)
    return lead


def _tidied(changes: dict[str, Any], lead: Lead) -> dict[str, Any]:
    """A new budget moves the value that came from the old one, not somebody's estimate."""
    tidy: dict[str, Any] = {
        name: v.strip() if isinstance(v, str) else v for name, v in changes.items()
    }
    budget = tidy.get("budget_range", lead.budget_range)
    follows = lead.estimated_value == worth(None, lead.budget_range)
    if "estimated_value" in tidy or ("budget_range" in tidy and follows):
        tidy["estimated_value"] = worth(tidy.get("estimated_value"), budget)
    return tidy


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
