"""What a listener cannot answer is tried again, then parked so that it can read on."""

from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from crm import activity
from crm.activity import listeners
from crm.activity.log import Actor
from crm.activity.models import Cursor, Event, Parked
from crm.lib.clock import now
from crm.lib.refusal import Refusal

ATTEMPTS = 5
FIRST_PAUSE = timedelta(milliseconds=200)  # doubled each time: a lock or a deadlock passes


def succeeded(cursor: Cursor, event: Event) -> None:
    """The event is done with; the cursor is past it."""
    cursor.position = event.position or cursor.position
    cursor.failures = 0
    cursor.error = ""
    cursor.retry_at = None


def gives_up(cursor: Cursor, event: Event, error: Exception) -> bool:
    """Count a failure; True when it was the last attempt and the event is now parked."""
    cursor.failures += 1
    cursor.error = _said(error)
    if cursor.failures < ATTEMPTS:
        cursor.retry_at = now() + FIRST_PAUSE * 2 ** (cursor.failures - 1)
        return False
    Parked.objects.update_or_create(
        listener=cursor.name, event=event, defaults={"error": cursor.error, "at": now()}
    )
    succeeded(cursor, event)
    return True


@transaction.atomic
def replay(parked: UUID, *, by: Actor) -> None:
    """Answer a parked event after all, now that its cause is mended."""
    row = Parked.objects.select_for_update().select_related("event").filter(pk=parked).first()
    if row is None:
        raise Refusal(_("This event has been answered already."), status=404)
    listener = listeners.named(row.listener)
    if listener is None or not listener.hears(row.event.verb):
        raise Refusal(_("Nothing listens to this event any more."))
    try:
        with transaction.atomic():
            listener.answer(row.event)
            connection.check_constraints()
    except Exception as error:
        raise Refusal(_("It failed again: {error}").format(error=_said(error))) from error
    row.delete()
    activity.record("activity.replayed", about=row.event, by=by, listener=row.listener)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:2000]
