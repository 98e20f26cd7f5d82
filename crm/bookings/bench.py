"""The bench board: open repairs by where they stand, by who works on them, or by branch.

Two statements count every column; each column's cards are one index scan.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import timedelta
from typing import Any, Self
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from crm.accounts.models import Branch, Staff
from crm.bookings.cards import for_cards
from crm.bookings.config import bookings_config
from crm.bookings.models import Booking, BookingQuerySet, Status
from crm.bookings.models.status import OPEN
from crm.leads.listing import start_of
from crm.lib import clock
from crm.lib.paging import Page, capped_count, page

PER_COLUMN = 15
MOST_COLUMNS = 20
NOBODY = "nobody"
DAYS_ON_TIME = 30
MOST_JUDGED = 10_000
_SOONEST = ("due_order", "id")
_NEWEST_DONE = ("-completed_at", "-id")


@dataclass(frozen=True)
class Wanted:
    """What somebody asked to see. Empty asks for nothing; what makes no sense is empty."""

    by: str = ""
    technician: str = ""
    branch: str = ""
    late: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> Self:
        said = {one.name: str(query.get(one.name, ""))[:40] for one in fields(cls)}
        said["by"] = said["by"] if said["by"] in {"person", "branch"} else ""
        said["late"] = "1" if said["late"] == "1" else ""
        if said["technician"] != NOBODY:
            said["technician"] = said["technician"] if uuid_of(said["technician"]) else ""
        said["branch"] = said["branch"] if uuid_of(said["branch"]) else ""
        return cls(**said)

    def but(self, **changes: str) -> Self:
        return replace(self, **changes)

    @property
    def query(self) -> str:
        said = {name: value for name, value in asdict(self).items() if value}
        return f"?{urlencode(said)}" if said else ""


@dataclass(frozen=True)
class Column:
    """One column and what stands over it."""

    key: str
    title: str
    tone: str = ""
    number: int = 0
    value: Any = 0
    move_to: str = ""
    drop: str = ""
    note: str = ""


def columns(staff: Staff, wanted: Wanted) -> list[Column]:
    """The columns of the board with exact counts and values."""
    if wanted.by == "person":
        return _by_person(staff, wanted)
    if wanted.by == "branch":
        return _by_branch(staff, wanted)
    return _by_status(staff, wanted)


def column(staff: Staff, wanted: Wanted, key: str, *, cursor: str | None = None) -> Page[Booking]:
    """The next 15 repairs of a column: the soonest promised first, or the latest completed."""
    rows = for_cards(_seen(staff, wanted).filter(_condition(wanted, key)))
    order = _NEWEST_DONE if key == Status.COMPLETED else _SOONEST
    return page(rows.with_due_order(), order=order, limit=PER_COLUMN, cursor=cursor)


def among(staff: Staff, wanted: Wanted, ids: list[UUID]) -> list[Booking]:
    """Which of these repairs stand on the board now."""
    rows = _seen(staff, wanted).filter(pk__in=ids).filter(_on_board(wanted))
    return list(for_cards(rows))


def column_of(booking: Booking, wanted: Wanted) -> str:
    if wanted.by == "person":
        return str(booking.assigned_technician_id or NOBODY)
    return str(booking.branch_id) if wanted.by == "branch" else booking.status


def on_time(staff: Staff, wanted: Wanted) -> tuple[int, int]:
    """First promises kept, and first promises made, of the repairs done in the last 30 days;
    where there were very many, of the latest 10,000 of them.
    """
    since = clock.now() - timedelta(days=DAYS_ON_TIME)
    done = _seen(staff, wanted.but(late="")).filter(ready_at__gte=since, was_on_time__isnull=False)
    latest = done.order_by("-ready_at").values("was_on_time")[:MOST_JUDGED]
    found = latest.aggregate(kept=Count("was_on_time", filter=Q(was_on_time=True)), made=Count("*"))
    return found["kept"], found["made"]


def late(staff: Staff, wanted: Wanted) -> int:
    """How many promises have run out, counted no further than 10,001."""
    return capped_count(_seen(staff, wanted).late(clock.now()))


def technicians(staff: Staff, wanted: Wanted) -> list[Staff]:
    """Who may be given work here: those who repair, at the branches in view."""
    people = Staff.objects.visible_to(staff).active().filter(role="technician")
    if wanted.branch:
        people = people.filter(memberships__branch_id=UUID(wanted.branch))
    return list(people.order_by("name", "pk").distinct()[:MOST_COLUMNS])


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _by_status(staff: Staff, wanted: Wanted) -> list[Column]:
    words, counts = bookings_config().statuses, _counts(staff, wanted, "status")
    done = _seen(staff, wanted).filter(_completed_this_week())
    counts[Status.COMPLETED] = _sum(done)
    return [
        Column(
            status,
            words[status].label,
            words[status].tone,
            *counts.get(status, (0, 0)),
            move_to=f"/bookings/{{id}}/status/{status}",
            note=_("this week") if status == Status.COMPLETED else "",
        )
        for status in (*OPEN, Status.COMPLETED)
    ]


def _by_person(staff: Staff, wanted: Wanted) -> list[Column]:
    counts = _counts(staff, wanted, "assigned_technician_id")
    people = {person.pk: person for person in technicians(staff, wanted)}
    others = Staff.objects.filter(pk__in=[pk for pk in counts if pk and pk not in people])
    people |= {person.pk: person for person in others.order_by("name")[:MOST_COLUMNS]}
    nobody = Column(
        NOBODY, _("Nobody yet"), "warning", *counts.get(None, (0, 0)), "/bookings/{id}/bench/nobody"
    )
    return [nobody] + [
        Column(str(pk), person.name, "", *counts.get(pk, (0, 0)), f"/bookings/{{id}}/bench/{pk}")
        for pk, person in people.items()
    ]


def _by_branch(staff: Staff, wanted: Wanted) -> list[Column]:
    counts = _counts(staff, wanted, "branch_id")
    branches = Branch.objects.visible_to(staff).active().order_by("name")[:MOST_COLUMNS]
    return [Column(str(one.pk), one.name, "", *counts.get(one.pk, (0, 0))) for one in branches]


def _counts(staff: Staff, wanted: Wanted, by: str) -> dict[Any, tuple[int, Any]]:
    rows = _seen(staff, wanted).open().order_by().values(by)
    found = rows.annotate(number=Count("pk"), worth=Sum(_PRICE, default=0))
    return {row[by]: (row["number"], row["worth"]) for row in found}


def _sum(rows: BookingQuerySet) -> tuple[int, Any]:
    found = rows.aggregate(number=Count("pk"), worth=Sum(_PRICE, default=0))
    return found["number"], found["worth"]


def _seen(staff: Staff, wanted: Wanted) -> BookingQuerySet:
    rows = Booking.objects.visible_to(staff)
    if wanted.branch:
        rows = rows.filter(branch_id=UUID(wanted.branch))
    if wanted.technician == NOBODY:
        rows = rows.filter(assigned_technician=None)
    elif wanted.technician:
        rows = rows.filter(assigned_technician_id=UUID(wanted.technician))
    return rows.late(clock.now()) if wanted.late else rows


def _condition(wanted: Wanted, key: str) -> Q:
    if wanted.by == "person":
        who = None if key == NOBODY else uuid_of(key)
        return Q(assigned_technician_id=who, status__in=OPEN)
    if wanted.by == "branch":
        return Q(branch_id=uuid_of(key), status__in=OPEN)
    return _completed_this_week() if key == Status.COMPLETED else Q(status=key)


def _on_board(wanted: Wanted) -> Q:
    here = Q(status__in=OPEN)
    return here if wanted.by else here | _completed_this_week()


def _completed_this_week() -> Q:
    return Q(status=Status.COMPLETED, completed_at__gte=start_of("week"))


_PRICE = Coalesce("final_price", "base_price")
