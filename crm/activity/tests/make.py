"""People, things and events for the log's tests, from this floor alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from crm import activity
from crm.activity import listeners
from crm.activity.models import ConfigVersion, Event
from crm.lib.ids import uuid7


@dataclass
class Somebody:
    name: str = "Olga"
    pk: UUID = field(default_factory=uuid7)
    sees_all_branches: bool = True
    branch_ids: frozenset[UUID] = frozenset()

    def __str__(self) -> str:
        return self.name


def thing() -> ConfigVersion:
    """Something for an event to be about."""
    return ConfigVersion(name="thing", hash="")


def happen(
    times: int = 1, *, about: ConfigVersion | None = None, **particulars: Any
) -> list[Event]:
    """So many committed events, one transaction each, numbered from 1 in their particulars."""
    events = []
    for number in range(1, times + 1):
        with transaction.atomic():
            events.append(
                activity.record(
                    "test.happened",
                    about=about or thing(),
                    by=Somebody(),
                    **{"number": number, **particulars},
                )
            )
    return events


@contextmanager
def rolled_back() -> Iterator[None]:
    """A transaction that ends in nothing."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def listening(
    verb: str, rule: Callable[[Event], object], name: str
) -> Iterator[listeners.Listener]:
    """A listener that exists for one test."""
    listeners.after(verb, rule, name=name, since="now")
    try:
        yield listeners._after[name]
    finally:
        del listeners._after[name]


@contextmanager
def within(verb: str, rule: Callable[[Event], object]) -> Iterator[None]:
    listeners.within(verb, rule)
    try:
        yield
    finally:
        listeners._within[verb].remove(rule)


def in_thread(work: Callable[[], object]) -> Thread:
    """Start the work on a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread
