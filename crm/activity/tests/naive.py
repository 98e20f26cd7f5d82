"""Readers as one would first write them; the proofs show what each of them gets wrong."""

from uuid import UUID

from django.db import connection

from crm.activity.models import Event


class TailsBySeq:
    """Remembers the highest `seq` it saw and asks for what is above."""

    def __init__(self) -> None:
        self.last = 0

    def read(self) -> list[UUID]:
        events = list(Event.objects.filter(seq__gt=self.last).order_by("seq"))
        self.last = max([self.last, *(event.seq for event in events)])
        return [event.id for event in events]


class TailsById:
    """Takes the time-ordered id for an order of events."""

    def __init__(self) -> None:
        self.last = UUID(int=0)

    def read(self) -> list[UUID]:
        events = list(Event.objects.filter(id__gt=self.last).order_by("id"))
        self.last = max([self.last, *(event.id for event in events)])
        return [event.id for event in events]


class TrustsTheSequence:
    """Tells of every number handed out, without looking whether its row ever came."""

    def __init__(self) -> None:
        self.last = 0

    def read(self) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM activity_events_seq"
            )
            (given,) = cursor.fetchone()
        told = list(range(self.last + 1, given + 1))
        self.last = given
        return told
