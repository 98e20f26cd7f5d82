"""Who may hear an event: asked of the live updates' table, which lives beside us.

Pages, API keys and endpoints hear by one rule, so nothing can be read by webhook that could
not be read otherwise. `crm.wiring` binds the port.
"""

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from crm.activity.models import Event


class Hearer(Protocol):
    """Whoever listens: a member of staff, or an endpoint."""

    @property
    def permissions(self) -> frozenset[str]: ...

    @property
    def sees_all_branches(self) -> bool: ...

    @property
    def branch_ids(self) -> frozenset[UUID]: ...


Hears = Callable[[Hearer], bool]
Judge = Callable[[Event], Hears]
_judges: list[Judge] = []


def judged_by(judge: Judge) -> None:
    """Only `crm.wiring` calls this."""
    _judges[:] = [judge]


def of(event: Event) -> Hears:
    """Who may hear this event; without a judge, nobody."""
    verdicts = [judge(event) for judge in _judges]
    return lambda hearer: any(hears(hearer) for hears in verdicts)


def may_hear(hearer: Hearer, event: Event) -> bool:
    return of(event)(hearer)
