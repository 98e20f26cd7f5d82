"""A lead comes in: from the website, the phone, the counter, a form or another system."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.customers import matching
from crm.customers import rules as customers
from crm.leads.contact import Contact
from crm.leads.models import Lead
from crm.leads.money import middle_of
from crm.leads.rules import assignment
from crm.leads.rules.saving import enter_stage
from crm.leads.rules.scoring import score
from crm.lib import clock
from crm.lib.refusal import Refusal


@dataclass(frozen=True)
class NewLead:
    """What is known when somebody asks for help, as it was typed or sent."""

    source_type: str
    contact_info: dict[str, Any]
    source_details: dict[str, Any] = field(default_factory=dict)
    device_interest: dict[str, Any] = field(default_factory=dict)
    initial_needs: str = ""
    budget_range: str = ""
    estimated_value: Decimal | None = None
    urgency_level: str = Lead.Urgency.MEDIUM
    external_source: str | None = None
    external_id: str | None = None


@transaction.atomic
def create(new: NewLead, *, by: Staff, branch: Branch, assigned_to: Staff | None = None) -> Lead:
    """Take the lead in: scored, compared with everyone we know, and given to somebody.

    Refuses (422) a lead without a name, an email or a phone, and one whose email or phone
    could not be one. The same `external_source` and `external_id` twice is refused by the
    database: callers that may repeat themselves ask `known` first.
    """
    contact = Contact.of(new.contact_info)
    lead = Lead(
        branch=branch,
        source_type=new.source_type,
        source_details=new.source_details,
        contact_info=contact.info,
        device_interest=new.device_interest,
        initial_needs=new.initial_needs.strip(),
        budget_range=new.budget_range.strip(),
        estimated_value=worth(new.estimated_value, new.budget_range),
        urgency_level=new.urgency_level,
        external_source=new.external_source,
        external_id=new.external_id,
        stage_entered_at=clock.now(),
    )
    recognise(lead, contact)
    lead.save(force_insert=True)
    lead.assigned_to = assigned_to or assignment.chosen_for(lead)
    if lead.assigned_to:
        lead.save(update_fields=["assigned_to"])
    score([lead])
    enter_stage(lead, at=lead.stage_entered_at)
    activity.record(
        "lead.created",
        about=lead,
        by=by,
        source=lead.source_type,
        score=str(lead.lead_score),
        assigned_to=str(lead.assigned_to or ""),
    )
    return lead


def known(external_source: str, external_id: str) -> Lead | None:
    """The lead that this outside record has already become."""
    return Lead.objects.filter(external_source=external_source, external_id=external_id).first()


def recognise(lead: Lead, contact: Contact) -> None:
    """Fill the searchable copies, and flag the lead when it looks like somebody we know."""
    lead.email, lead.phone, lead.search_name = contact.email, contact.phone, contact.search_name
    customers.remember(lead.search_name)
    matches = matching.find(name=contact.name, email=contact.email, phone=contact.phone)
    lead.looks_like = matches[0].customer if matches else None
    lead.looks_like_reasons = matches[0].reasons if matches else []


def worth(estimate: Decimal | None, budget_range: str) -> Decimal:
    """The platform's estimate, else the middle of the budget; nothing known is £0."""
    if estimate is not None:
        if estimate < 0:
            raise Refusal("A value cannot be negative.", field="estimated_value", status=422)
        return estimate.quantize(Decimal("0.01"))
    return middle_of(budget_range)
