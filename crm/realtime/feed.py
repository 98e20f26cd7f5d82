"""Reading the log for the hub, in a thread of its own."""

from collections import defaultdict
from collections.abc import Callable
from uuid import UUID

from crm.activity import pump, wakeup
from crm.activity.models import Event
from crm.customers.models import Access
from crm.realtime.message import Message, Told, of
from crm.realtime.topics import Hearer, hears

BATCH = 500
FURTHEST = 1000  # further back a page had better fetch everything anew
Tell = Callable[[list[Message]], None]


class Feed:
    """Holds one integer, like every reader, and starts at the log's head."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell
        self.position: int | None = None

    def step(self) -> None:
        """Tell what is new, or sleep until something may be."""
        wakeup.listen(wakeup.NUMBERED)
        if self.position is None:
            newest = Event.objects.numbered().last()
            self.position = newest.position or 0 if newest else 0
            self.tell(_messages([newest] if newest else []))
        events = Event.objects.numbered().filter(position__gt=self.position)[:BATCH]
        messages = _messages(list(events))
        if messages:
            self.position = messages[-1].position
            self.tell(messages)
        else:
            busy = pump.is_waiting()
            wakeup.sleep(wakeup.POLL_WHILE_WORK_WAITS if busy else wakeup.POLL)


def missed(since: str, until: int) -> list[Message] | None:
    """What was told after the event `since` up to a position; None when it is too far back."""
    start = _position(since)
    if start is None or until - start > FURTHEST:
        return None
    events = Event.objects.numbered().filter(position__gt=start, position__lte=until)
    return _messages(list(events))


def audience_of(event: Event) -> Callable[[Hearer], bool]:
    """Who may know that this happened, for listeners that are no page."""
    told = Told(
        verb=event.verb,
        customer_id=event.customer_id,
        branch_id=event.branch_id,
        known_at=_known_at([event])(event),
    )
    return lambda hearer: hears(hearer, told)


def _messages(events: list[Event]) -> list[Message]:
    known_at = _known_at(events)
    return [of(event, known_at(event)) for event in events]


def _known_at(events: list[Event]) -> Callable[[Event], frozenset[UUID]]:
    """Where the customers are known whose events belong to no branch: one query for all."""
    known: dict[UUID | None, set[UUID]] = defaultdict(set)
    ids = {event.customer_id for event in events if event.branch_id is None} - {None}
    for row in Access.objects.filter(customer__in=ids) if ids else ():
        if row.branch_id:
            known[row.customer_id].add(row.branch_id)
    return lambda event: frozenset(known.get(event.customer_id, ()))


def _position(event_id: str) -> int | None:
    try:
        key = UUID(event_id)
    except ValueError:
        return None
    return Event.objects.filter(pk=key).values_list("position", flat=True).first()
