"""Which leads a board or a list shows, and in what order."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q

from crm.accounts.models import Staff
from crm.customers.addresses import maybe_phone
from crm.customers.names import folded
from crm.leads.models import Lead
from crm.leads.models.lead import LeadQuerySet
from crm.lib import clock
from crm.lib.business import business

SORTS: dict[str, tuple[str, ...]] = {
    "score": ("-lead_score", "-id"),
    "created": ("-created_at", "-id"),
    "due": ("due_order", "id"),
    "value": ("-estimated_value", "-id"),
    "name": ("search_name", "id"),
}
PERIODS = ("today", "week", "month", "quarter")
BANDS = ("40", "60", "80")
NOBODY = "nobody"


@dataclass(frozen=True)
class Wanted:
    """What somebody asked to see. Empty asks for nothing; what makes no sense is empty."""

    mine: str = ""
    source: str = ""
    score: str = ""
    period: str = ""
    status: str = ""
    qualification: str = ""
    urgency: str = ""
    assignee: str = ""
    since: str = ""
    until: str = ""
    overdue: str = ""
    q: str = ""
    sort: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> Self:
        """From a query string; `?source=PIGEON` is as good as no source."""
        said = {one.name: str(query.get(one.name, ""))[:100] for one in fields(cls)}
        known = {
            "mine": ("1",),
            "source": Lead.Source.values,
            "score": BANDS,
            "period": PERIODS,
            "status": Lead.Status.values,
            "qualification": Lead.Qualification.values,
            "urgency": Lead.Urgency.values,
            "overdue": ("1",),
            "sort": tuple(SORTS),
        }
        for name, values in known.items():
            said[name] = said[name] if said[name] in values else ""
        for name in ("since", "until"):
            said[name] = said[name] if _day(said[name]) else ""
        if said["assignee"] != NOBODY:
            said["assignee"] = said["assignee"] if _uuid(said["assignee"]) else ""
        said["q"] = said["q"].replace("\0", "").strip()
        return cls(**said)

    def but(self, **changes: str) -> Self:
        return replace(self, **changes)

    @property
    def query(self) -> str:
        """`?source=PHONE&score=60`, or nothing."""
        said = {name: value for name, value in asdict(self).items() if value}
        return f"?{urlencode(said)}" if said else ""

    @property
    def besides_the_form(self) -> list[tuple[str, str]]:
        """What the chips say, for the form over the list to carry along."""
        typed = {"q", "assignee", "since", "until"}
        return [
            (name, value) for name, value in asdict(self).items() if value and name not in typed
        ]

    @property
    def order(self) -> tuple[str, ...]:
        return SORTS[self.sort or "score"]


def narrowed(leads: LeadQuerySet, wanted: Wanted, *, to: Staff) -> LeadQuerySet:
    """The leads that are wanted; `to` is who "mine" means."""
    leads = leads.with_due_order()
    plain = {
        "source_type": wanted.source,
        "status": wanted.status,
        "qualification_status": wanted.qualification,
        "urgency_level": wanted.urgency,
        "lead_score__gte": wanted.score,
        "created_at__gte": _start(wanted.period) or _midnight(wanted.since),
        "created_at__lt": _midnight(wanted.until, days=1),
    }
    leads = leads.filter(**{name: value for name, value in plain.items() if value})
    if wanted.mine:
        leads = leads.filter(Q(assigned_to=to) | Q(assigned_to=None))
    if wanted.assignee:
        who = None if wanted.assignee == NOBODY else UUID(wanted.assignee)
        leads = leads.filter(assigned_to=who)
    if wanted.overdue:
        leads = leads.due_by(clock.now())
    return leads.filter(_said(wanted.q)) if wanted.q else leads


def start_of(period: str, *, now: datetime | None = None) -> datetime:
    """When today, this week, month or quarter began on the shop's calendar."""
    zone = business().zone
    today = (now or clock.now()).astimezone(zone).date()
    day = {
        "today": today,
        "week": today - timedelta(days=today.weekday()),
        "month": today.replace(day=1),
        "quarter": today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1),
    }[period]
    return datetime.combine(day, time(), zone)


def _said(text: str) -> Q:
    """A name, or the beginning of an email, or a phone however it is typed."""
    found = Q(search_name__contains=folded(text)) | Q(email__startswith=text.casefold())
    phone = maybe_phone(text)
    return found | Q(phone=phone) if phone else found


def _start(period: str) -> datetime | None:
    return start_of(period) if period else None


def _midnight(day: str, *, days: int = 0) -> datetime | None:
    parsed = _day(day)
    if parsed is None:
        return None
    return datetime.combine(parsed + timedelta(days=days), time(), business().zone)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None  # noqa: PLR2004 - years a shop can mean


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
