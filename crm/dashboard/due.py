"""What somebody should do today, most pressing first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from crm.accounts.models import Staff
from crm.activity.models import Event
from crm.customers.models import Customer
from crm.interactions.due import MINE, OTHERS, Due, due, midnight
from crm.interactions.models import Interaction
from crm.leads.models import Lead
from crm.leads.models.lead import LeadQuerySet
from crm.lib import clock
from crm.lifecycle.models import Lifecycle

MOST = 30
BACK_WITHIN = timedelta(days=7)
# What nobody did for a month, nobody does today: it is the lifecycle's board that shows it.
FORGOTTEN_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Today:
    """Everything the page shows, already narrowed to what this person may see."""

    mine_overdue: list[Due]
    others_overdue: list[Due]
    later: list[Due]
    unanswered: list[Lead]
    came_back: list[Lead]
    in_touch: list[Lifecycle]

    @property
    def has_promises(self) -> bool:
        return bool(self.mine_overdue or self.others_overdue or self.later)

    @property
    def is_quiet(self) -> bool:
        return not (self.has_promises or self.unanswered or self.came_back or self.in_touch)


def today(staff: Staff) -> Today:
    now = clock.now()
    back = _came_back(staff, now)
    new = unanswered(staff).exclude(pk__in=[lead.pk for lead in back])
    return Today(
        mine_overdue=due(staff, whose=MINE, before=now, limit=MOST).items,
        others_overdue=due(staff, whose=OTHERS, before=now, limit=MOST).items,
        later=due(staff, after=now, before=midnight(), limit=MOST).items,
        unanswered=list(new[:MOST]),
        came_back=back,
        in_touch=in_touch(staff, now),
    )


def in_touch(staff: Staff, now: datetime) -> list[Lifecycle]:
    """Customers, theirs or nobody's, whom their lifecycle says to reach by tonight.

    Whoever has reached out since the day before it fell due has done it.
    """
    if not staff.can("customers.view_own"):
        return []
    reached = reached_since(OuterRef("customer"), OuterRef("next_action_due"))
    rows = Lifecycle.objects.filter(
        ~Exists(reached),
        Q(assigned_to=None) | Q(assigned_to=staff),
        next_action_due__gte=now - FORGOTTEN_AFTER,
        next_action_due__lt=midnight(),
        customer__in=Customer.objects.visible_to(staff),
    )
    return list(rows.select_related("customer").order_by("next_action_due", "pk")[:MOST])


def reached_since(customer: Any, due: Any) -> QuerySet[Interaction]:
    """Words of ours that count as the contact that fell due."""
    return Interaction.objects.filter(
        customer=customer,
        direction=Interaction.Direction.OUTBOUND,
        deleted_at=None,
        occurred_at__gte=due - timedelta(days=1),
    )


def unanswered(staff: Staff) -> LeadQuerySet:
    """New leads, theirs or nobody's, to whom nobody has said a word; the likeliest first."""
    leads = Lead.objects.visible_to(staff).active().filter(first_reply_at=None, next_follow_up=None)
    new = leads.filter(qualification_status=Lead.Qualification.UNQUALIFIED)
    theirs = new.filter(Q(assigned_to=None) | Q(assigned_to=staff))
    return theirs.select_related("assigned_to").order_by("-lead_score", "-pk")


def _came_back(staff: Staff, now: datetime) -> list[Lead]:
    """Leads that had gone silent and got in touch again within the week."""
    reopened = Event.objects.filter(
        verb="lead.reopened", at__gte=now - BACK_WITHIN, particulars__before="UNRESPONSIVE"
    )
    order: list[UUID] = list(reopened.order_by("-at").values_list("about_id", flat=True)[:MOST])
    leads = Lead.objects.visible_to(staff).active().filter(pk__in=order)
    return sorted(leads.select_related("assigned_to"), key=lambda lead: order.index(lead.pk))
