"""What was promised and is still open: one list for the work queue, Today and the API.

Two tables hold promises: leads have follow-ups, and exchanges with customers carry their own.
Each is asked for a page in the order of due times, and the pages are merged.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db.models import F, QuerySet

from crm.accounts.models import Staff
from crm.customers.models import Customer
from crm.interactions.models import Interaction
from crm.leads.cards import line
from crm.leads.models import FollowUp, Lead
from crm.lib import clock
from crm.lib.business import business
from crm.lib.paging import Page, capped_counts, merged

ORDER = ("due_at", "id")
Whose = Literal["mine", "others", "everyone", "unassigned"]
MINE: Whose = "mine"
EVERYONE: Whose = "everyone"
NOBODY: Whose = "unassigned"
OTHERS: Whose = "others"  # everyone's but mine, nobody's among them


@dataclass(frozen=True)
class Due:
    """One promise: to whom, by whom, how, and when it falls due."""

    id: UUID
    due_at: datetime
    channel: str
    note: str
    name: str
    phone: str
    assigned_to: Staff | None
    lead_id: UUID | None
    customer_id: UUID | None
    interaction_id: UUID | None

    @property
    def is_overdue(self) -> bool:
        return self.due_at <= clock.now()

    @property
    def channel_label(self) -> str:
        return str(dict(_CHANNELS).get(self.channel, FollowUp.Channel.CALL.label))


_CHANNELS = [*FollowUp.Channel.choices, *Interaction.Type.choices]
Sources = tuple[QuerySet[FollowUp], QuerySet[Interaction]]


def due(
    staff: Staff,
    *,
    whose: Whose = EVERYONE,
    after: datetime | None = None,
    before: datetime | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Page[Due]:
    """One page of open promises this person may see, the longest due first."""
    sources = _sources(staff, whose, after, before)
    found = merged(_whole(sources), order=ORDER, limit=limit, cursor=cursor)
    return Page([_as_due(row) for row in found.items], found.next_cursor)


def counts(staff: Staff, asked: dict[str, dict[str, Any]]) -> dict[str, int]:
    """How many promises each of several questions finds, all in one statement."""
    rows: dict[str, QuerySet[Any]] = {}
    for name, question in asked.items():
        rows[f"{name}:leads"], rows[f"{name}:talks"] = _sources(staff, **question)
    numbers = capped_counts(rows)
    return {name: numbers[f"{name}:leads"] + numbers[f"{name}:talks"] for name in asked}


def rights(staff: Staff) -> dict[str, bool]:
    """What the row of a promise offers to this person."""
    return {
        "may_follow_leads": staff.can("leads.edit"),
        "may_follow_customers": staff.can("interactions.log"),
        "may_correct": staff.can("interactions.edit"),
    }


def midnight() -> datetime:
    """When this day ends on the shop's calendar."""
    zone = business().zone
    day = clock.now().astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time(), zone)


def _sources(
    staff: Staff,
    whose: Whose = EVERYONE,
    after: datetime | None = None,
    before: datetime | None = None,
) -> Sources:
    leads = Lead.objects.visible_to(staff).active()
    follow_ups = FollowUp.objects.filter(done_at=None, lead__in=leads)
    talks = Interaction.objects.visible_to(staff).promised()
    talks = talks.filter(customer__in=Customer.objects.visible_to(staff))
    if not staff.can("leads.view"):
        follow_ups = follow_ups.none()
    if not staff.can("interactions.view"):
        talks = talks.none()
    if whose == OTHERS:
        follow_ups = follow_ups.exclude(assigned_to=staff)
        talks = talks.exclude(follow_up_assigned_to=staff)
    elif whose != EVERYONE:
        who = staff if whose == MINE else None
        follow_ups = follow_ups.filter(assigned_to=who)
        talks = talks.filter(follow_up_assigned_to=who)
    if after is not None:
        follow_ups = follow_ups.filter(due_at__gt=after)
        talks = talks.filter(follow_up_date__gt=after)
    if before is not None:
        follow_ups = follow_ups.filter(due_at__lt=before)
        talks = talks.filter(follow_up_date__lt=before)
    return follow_ups, talks


def _whole(sources: Sources) -> list[QuerySet[Any]]:
    follow_ups, talks = sources
    return [
        follow_ups.select_related("lead", "assigned_to"),
        talks.select_related("customer", "follow_up_assigned_to").annotate(
            due_at=F("follow_up_date")
        ),
    ]


def _as_due(row: Any) -> Due:
    if isinstance(row, FollowUp):
        return Due(
            id=row.pk,
            due_at=row.due_at,
            channel=row.channel,
            note=row.note or line(row.lead),
            name=row.lead.name,
            phone=row.lead.phone,
            assigned_to=row.assigned_to,
            lead_id=row.lead_id,
            customer_id=None,
            interaction_id=None,
        )
    return Due(
        id=row.pk,
        due_at=row.due_at,
        channel=row.interaction_type,
        note=row.subject or row.content[:120],
        name=row.customer.name,
        phone=row.customer.phone,
        assigned_to=row.follow_up_assigned_to,
        lead_id=None,
        customer_id=row.customer_id,
        interaction_id=row.pk,
    )
