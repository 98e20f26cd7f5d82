"""Logging what was said; what it means for a lead follows in the same transaction."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.activity.models import Event
from crm.customers.models import Customer
from crm.interactions.models import Interaction
from crm.interactions.rules.promises import PROMISE, promise
from crm.leads import rules as leads
from crm.leads.models import Lead
from crm.lib import clock
from crm.lib.refusal import Refusal

_CHANNEL_OF = {
    "CALL": "PHONE",
    "EMAIL": "EMAIL",
    "SMS": "SMS",
    "CHAT": "CHAT",
    "VISIT": "IN_PERSON",
}


@dataclass(frozen=True)
class Said:
    """One exchange, as whoever logs it tells it. Without a channel, the type's usual one."""

    interaction_type: str
    direction: str
    channel: str = ""
    subject: str = ""
    content: str = ""
    outcome: str = ""
    sentiment: str = Interaction.Sentiment.NEUTRAL
    duration_minutes: int | None = None
    occurred_at: datetime | None = None
    follow_up_date: datetime | None = None
    metadata: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def log(
    said: Said,
    *,
    by: Staff,
    branch: Branch,
    lead: Lead | None = None,
    customer: Customer | None = None,
    staff_member: Staff | None = None,
    follow_up_by: Staff | None = None,
) -> Interaction:
    """Keep one exchange with a lead or a customer.

    Inbound reopens an unresponsive lead and answers what was waiting; a person's first
    outbound is the lead's first reply. A follow-up date puts them in the work queue, of
    `follow_up_by` or else of whoever works the lead or logs this.
    """
    if lead is None and customer is None:
        raise Refusal("Say who it was with.", field="customer_id", status=422)
    occurred_at = has_happened(said.occurred_at or clock.now())
    if lead is not None:
        lead = leads.locked(lead)  # whoever converts it meanwhile must find this one too
    interaction = Interaction.objects.create(
        branch=branch,
        lead=lead,
        customer=customer or (lead.converted_customer if lead else None),
        interaction_type=said.interaction_type,
        channel=channel_of(said),
        direction=said.direction,
        subject=said.subject.strip()[:255],
        content=said.content.strip(),
        outcome=said.outcome.strip()[:255],
        sentiment=said.sentiment,
        duration_minutes=said.duration_minutes,
        follow_up_assigned_to=follow_up_by,
        metadata=said.metadata,
        staff_member=staff_member or (by if by.is_person else None),
        occurred_at=occurred_at,
    )
    activity.record(
        "interaction.logged",
        about=interaction,
        by=by,
        customer=interaction.customer_id,
        branch=branch,
        part_of=lead,
        type=said.interaction_type,
        direction=said.direction,
        subject=interaction.subject,
        content=interaction.content[:300],
        outcome=interaction.outcome,
        sentiment=said.sentiment,
        minutes=said.duration_minutes,
        lead_id=str(lead.pk) if lead else None,
    )
    if lead is not None:
        heard = said.direction == Interaction.Direction.INBOUND
        tell = leads.heard_from if heard else leads.reached_out
        interaction.lead = tell(lead, at=occurred_at, by=by)
    if said.follow_up_date is not None:
        promise(interaction, said.follow_up_date, by=by)
        interaction.save(update_fields=PROMISE)
    return interaction


def adopt(event: Event) -> None:
    """A lead became a customer: what was said with the lead was said with the customer."""
    Interaction.objects.filter(lead_id=event.about_id, customer=None).update(
        customer_id=event.customer_id
    )


def has_happened(moment: datetime) -> datetime:
    """The moment, unless it lies ahead; clocks may differ by a few minutes."""
    if moment > clock.now() + timedelta(minutes=5):
        raise Refusal("This has not happened yet.", field="occurred_at", status=422)
    return moment


def channel_of(said: Said) -> str:
    return said.channel or _CHANNEL_OF.get(said.interaction_type, "PHONE")
