"""The board: three columns of active leads and this week's conversions, whatever their number.

One statement counts and sums all columns; each column's cards are one index scan.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Staff
from crm.leads.cards import UNSHOWN
from crm.leads.listing import SORTS, Wanted, narrowed, start_of
from crm.leads.models import Lead
from crm.leads.models.lead import LeadQuerySet
from crm.lib.paging import Page, page

PER_COLUMN = 50
CONVERTED = "CONVERTED"
TITLES = {
    "UNQUALIFIED": _("New"),
    "QUALIFYING": _("Qualifying"),
    "QUALIFIED": _("Qualified"),
    CONVERTED: _("Converted"),
}
_NEWEST_CONVERTED = ("-converted_at", "-id")


@dataclass(frozen=True)
class Head:
    """What stands over a column. `contacted` of its leads have heard from us or we from them."""

    key: str
    number: int = 0
    value: Decimal = Decimal(0)
    contacted: int = 0

    @property
    def title(self) -> str:
        return str(TITLES[self.key])

    @property
    def percent(self) -> int:
        if self.key == CONVERTED:
            return 100 if self.number else 0
        return self.contacted * 100 // self.number if self.number else 0


def heads(staff: Staff, wanted: Wanted) -> dict[str, Head]:
    """Exact counts and values of the four columns, in one statement."""
    counts: dict[str, Any] = {}
    for key, condition in _CONDITIONS.items():
        counts[f"{key}_number"] = Count("pk", filter=condition())
        counts[f"{key}_value"] = Sum("estimated_value", filter=condition(), default=Decimal(0))
        counts[f"{key}_contacted"] = Count("last_contact_at", filter=condition())
    on_it = Q(status=Lead.Status.ACTIVE) | _converted_this_week()
    found = _seen(staff, wanted).filter(on_it).aggregate(**counts)
    return {
        key: Head(key, *(found[f"{key}_{part}"] for part in ("number", "value", "contacted")))
        for key in _CONDITIONS
    }


def column(staff: Staff, wanted: Wanted, key: str, *, cursor: str | None = None) -> Page[Lead]:
    """The next 50 leads of a column: the likeliest first, or the latest converted."""
    order = _NEWEST_CONVERTED if key == CONVERTED else SORTS["score"]
    leads = (
        _seen(staff, wanted)
        .filter(_CONDITIONS[key]())
        .select_related("assigned_to")
        .defer(*UNSHOWN)
    )
    return page(leads, order=order, limit=PER_COLUMN, cursor=cursor)


def among(staff: Staff, wanted: Wanted, ids: list[Any]) -> list[tuple[str, Lead]]:
    """Which of these leads stand on the board now, and in which column."""
    leads = (
        _seen(staff, wanted)
        .filter(pk__in=ids)
        .filter(Q(status=Lead.Status.ACTIVE) | _converted_this_week())
    )
    return [(lead.stage, lead) for lead in leads.select_related("assigned_to")]


def _seen(staff: Staff, wanted: Wanted) -> LeadQuerySet:
    return narrowed(Lead.objects.visible_to(staff), wanted, to=staff)


def _converted_this_week() -> Q:
    return Q(status=Lead.Status.CONVERTED, converted_at__gte=start_of("week"))


def _active(qualification: str) -> Callable[[], Q]:
    return lambda: Q(status=Lead.Status.ACTIVE, qualification_status=qualification)


_CONDITIONS: dict[str, Callable[[], Q]] = {
    "UNQUALIFIED": _active("UNQUALIFIED"),
    "QUALIFYING": _active("QUALIFYING"),
    "QUALIFIED": _active("QUALIFIED"),
    CONVERTED: _converted_this_week,
}
