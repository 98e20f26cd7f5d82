"""The board of stages: five columns of customers, whatever their number, the most due first."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from crm.accounts.models import Staff
from crm.leads.cards import UNSHOWN
from crm.leads.models import Lead
from crm.lib.paging import Page, page
from crm.lifecycle.listing import Wanted, narrowed, narrowed_leads
from crm.lifecycle.models import Lifecycle, LifecycleQuerySet, Stage
from crm.lifecycle.stats import Standing, standing
from crm.lifecycle.tones import TONES

PER_COLUMN, BESIDE = 50, 10
ORDER = ("due_order", "-id")


@dataclass(frozen=True)
class Head:
    """What stands over a column: customers and, beside them, leads not yet converted."""

    here: Standing

    @property
    def key(self) -> str:
        return self.here.stage.value

    @property
    def title(self) -> str:
        return str(self.here.stage.label)

    @property
    def tone(self) -> str:
        return TONES[self.key]

    @property
    def number(self) -> int:
        return self.here.customers + self.here.leads

    @property
    def in_time(self) -> int:
        return self.here.customers - self.here.overdue

    @property
    def percent(self) -> int:
        return self.in_time * 100 // self.here.customers if self.here.customers else 0


def heads(staff: Staff, wanted: Wanted) -> dict[str, Head]:
    """Exact counts and values of the five columns."""
    return {here.stage.value: Head(here) for here in standing(staff, wanted)}


def column(staff: Staff, wanted: Wanted, key: str, *, cursor: str | None = None) -> Page[Lifecycle]:
    """The next 50 customers of a column: whoever waits longest for a word first."""
    rows = seen(staff, wanted).filter(current_stage=key).with_due_order()
    return page(rows, order=ORDER, limit=PER_COLUMN, cursor=cursor)


def among(staff: Staff, wanted: Wanted, customers: list[Any]) -> list[Lifecycle]:
    """Which of these customers stand on the board now."""
    return list(seen(staff, wanted).filter(customer__in=customers))


def leads_beside(staff: Staff, wanted: Wanted, key: str) -> list[Lead]:
    """The likeliest leads that count in a column; they are worked on their own board."""
    if not staff.can("leads.view"):
        return []
    leads = narrowed_leads(Lead.objects.visible_to(staff).active(), wanted, to=staff)
    qualified = Q(qualification_status=Lead.Qualification.QUALIFIED)
    here = leads.filter(qualified if key == Stage.PROSPECT else ~qualified)
    return list(here.defer(*UNSHOWN).order_by("-lead_score", "-id")[:BESIDE])


def seen(staff: Staff, wanted: Wanted) -> LifecycleQuerySet:
    rows = narrowed(Lifecycle.objects.visible_to(staff), wanted, to=staff)
    return rows.select_related("customer", "assigned_to")


STAGES = tuple(stage.value for stage in Stage)
