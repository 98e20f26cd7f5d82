"""What happened in the shop, when, by whom and about what: one log that everything else reads.

A rule appends an event in the same transaction as its change (`record`); the timeline, live
updates, automations and the audit page read the log. This package never learns domain words:
the sentence a person reads is a template of the package that recorded the event.
"""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

if TYPE_CHECKING:
    from django.db.models import Model

    from crm.activity.log import Actor
    from crm.activity.models import Event


def record(
    verb: str,
    *,
    about: "Model",
    by: "Actor",
    customer: "Model | UUID | None" = None,
    branch: "Model | UUID | None" = None,
    part_of: "Model | UUID | None" = None,
    **particulars: Any,
) -> "Event":
    """Say that `verb` happened to `about`; see `crm.activity.log.record`."""
    from crm.activity import log

    return log.record(
        verb,
        about=about,
        by=by,
        customer=customer,
        branch=branch,
        part_of=part_of,
        particulars=particulars,
    )


def record_rows(
    verb: str, rows: str, *, kind: str, by: "Actor", branch: "Model | UUID | None" = None
) -> int:
    """Say that `verb` happened to each row of a query; see `crm.activity.log.record_rows`."""
    from crm.activity import log

    return log.record_rows(verb, rows, kind=kind, by=by, branch=branch)


def within(verb: str, rule: "Callable[[Event], object]") -> None:
    """Run `rule` in the same transaction as every event of `verb`; only `crm.wiring` calls this."""
    from crm.activity import listeners

    listeners.within(verb, rule)


def after(
    verb: str,
    rule: "Callable[[Event], object]",
    *,
    name: str,
    since: Literal["now", "beginning"] = "now",
) -> None:
    """Run `rule` from the log once `verb` is committed; only `crm.wiring` calls this.

    A new listener starts at the end of the log, or at its beginning when it must catch up.
    """
    from crm.activity import listeners

    listeners.after(verb, rule, name=name, since=since)


def at_once(rule: "Callable[[list[Event]], object]", *, name: str) -> None:
    """Answer many events of the listener `name` by one rule; only `crm.wiring` calls this.

    After an import fifty thousand people have appeared. The rule does what the listener's own
    would do of each; if it fails, they are answered one by one.
    """
    from crm.activity import listeners

    listeners.at_once(rule, name=name)


def relay(
    rule: "Callable[[Event], object]", *, verbs: "Callable[[], Collection[str]]", name: str
) -> None:
    """Run `rule` from the log for the verbs that are wanted at the time; only `crm.wiring`
    calls this.
    """
    from crm.activity import listeners

    listeners.relay(rule, verbs=verbs, name=name)
