"""What somebody should do today, most pressing first."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from crm.accounts.models import Staff
from crm.activity.models import Event
from crm.leads.models import FollowUp, Lead
from crm.leads.models.lead import LeadQuerySet
from crm.lib import clock
from crm.lib.business import business

MOST = 30
BACK_WITHIN = timedelta(days=7)


@dataclass(frozen=True)
class Today:
    """Everything the page shows, already narrowed to what this person may see."""

    mine_overdue: list[FollowUp]
    others_overdue: list[FollowUp]
    later: list[FollowUp]
    unanswered: list[Lead]
    came_back: list[Lead]

    @property
    def is_quiet(self) -> bool:
        return not any(
            (self.mine_overdue, self.others_overdue, self.later, self.unanswered, self.came_back)
        )


def today(staff: Staff) -> Today:
    now = clock.now()
    overdue = planned(staff).filter(due_at__lte=now)
    later = planned(staff).filter(due_at__gt=now, due_at__lt=midnight())
    back = _came_back(staff, now)
    new = unanswered(staff).exclude(pk__in=[lead.pk for lead in back])
    return Today(
        mine_overdue=list(overdue.filter(assigned_to=staff)[:MOST]),
        others_overdue=list(overdue.exclude(assigned_to=staff)[:MOST]),
        later=list(later[:MOST]),
        unanswered=list(new[:MOST]),
        came_back=back,
    )


def planned(staff: Staff) -> QuerySet[FollowUp]:
    """Open follow-ups of active leads, the longest due first."""
    leads = Lead.objects.visible_to(staff).active()
    follow_ups = FollowUp.objects.filter(done_at=None, lead__in=leads)
    return follow_ups.select_related("lead", "assigned_to").order_by("due_at", "pk")


def unanswered(staff: Staff) -> LeadQuerySet:
    """New leads, theirs or nobody's, to whom nobody has said a word; the likeliest first."""
    leads = Lead.objects.visible_to(staff).active().filter(first_reply_at=None, next_follow_up=None)
    new = leads.filter(qualification_status=Lead.Qualification.UNQUALIFIED)
    theirs = new.filter(Q(assigned_to=None) | Q(assigned_to=staff))
    return theirs.select_related("assigned_to").order_by("-lead_score", "-pk")


def midnight() -> datetime:
    """When this day ends on the shop's calendar."""
    zone = business().zone
    day = clock.now().astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time(), zone)


def _came_back(staff: Staff, now: datetime) -> list[Lead]:
    """Leads that had gone silent and got in touch again within the week."""
    reopened = Event.objects.filter(
        verb="lead.reopened", at__gte=now - BACK_WITHIN, particulars__before="UNRESPONSIVE"
    )
    order: list[UUID] = list(reopened.order_by("-at").values_list("about_id", flat=True)[:MOST])
    leads = Lead.objects.visible_to(staff).active().filter(pk__in=order)
    return sorted(leads.select_related("assigned_to"), key=lambda lead: order.index(lead.pk))
