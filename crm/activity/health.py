"""Figures of the health page: how far behind the log's readers are, and what is stuck."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from procrastinate.contrib.django.models import ProcrastinateJob

from crm.activity import listeners, rescue
from crm.activity.audit import audit
from crm.activity.listeners import Listener
from crm.activity.models import Cursor, Event, Parked
from crm.activity.timeline import Viewer
from crm.lib.clock import now

COUNT_CAP = 1000


@dataclass(frozen=True)
class Backlog:
    """Events that wait, counted to a thousand, and since when the first of them does."""

    events: int
    since: datetime | None

    @property
    def is_capped(self) -> bool:
        return self.events >= COUNT_CAP


@dataclass(frozen=True)
class ReaderHealth:
    """One listener: how far it has come, what waits for it and what it stumbles over."""

    name: str
    verbs: list[str]
    position: int | None
    backlog: Backlog
    failures: int
    error: str
    parked: int


@dataclass(frozen=True)
class QueueHealth:
    """The job queue: what is due, what a dead worker holds, what failed for good."""

    due: int
    stalled: int
    failed: list[ProcrastinateJob]


def unnumbered() -> Backlog:
    """What the pump has still to number: its lag."""
    return _backlog(Event.objects.filter(position=None))


def readers() -> list[ReaderHealth]:
    """Every listener the product has, in the order of their names."""
    cursors = Cursor.objects.in_bulk()
    parked = list(Parked.objects.values_list("listener", flat=True))
    return [
        _reader(listener, cursors.get(listener.name), parked.count(listener.name))
        for listener in sorted(listeners.followers(), key=lambda one: one.name)
    ]


def parked(viewer: Viewer, limit: int = 100) -> list[Parked]:
    """What listeners gave up on, newest first, of the branches this person sees."""
    found = Parked.objects.filter(event__in=audit(viewer)).select_related("event")
    return list(found.order_by("-at")[:limit])


def queue(limit: int = 50) -> QueueHealth:
    """The queue as it stands, with the latest failures."""
    jobs = ProcrastinateJob.objects.order_by("-id")
    due = jobs.filter(Q(scheduled_at=None) | Q(scheduled_at__lte=now()), status="todo")
    return QueueHealth(
        due=due.order_by()[:COUNT_CAP].count(),
        stalled=rescue.stalled().count(),
        failed=list(jobs.filter(status="failed")[:limit]),
    )


def _reader(listener: Listener, cursor: Cursor | None, parked_count: int) -> ReaderHealth:
    verbs = listener.verbs
    heard = Event.objects.filter(verb__in=verbs, position__gt=cursor.position if cursor else 0)
    return ReaderHealth(
        name=listener.name,
        verbs=sorted(verbs),
        position=cursor.position if cursor else None,
        backlog=_backlog(heard) if cursor else Backlog(0, None),
        failures=cursor.failures if cursor else 0,
        error=cursor.error if cursor else "",
        parked=parked_count,
    )


def _backlog(events: QuerySet[Event]) -> Backlog:
    waiting = list(events.order_by("position", "seq").values_list("at", flat=True)[:COUNT_CAP])
    return Backlog(len(waiting), waiting[0] if waiting else None)
