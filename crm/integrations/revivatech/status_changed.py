"""`/status-changed`, also spelt `/status-update`: a repair has moved on the website."""

from typing import Any

from crm.integrations.config import integrations
from crm.integrations.intents import StatusNews
from crm.integrations.revivatech import booking
from crm.integrations.revivatech.reading import Reading
from crm.lib.refusal import Refusal


def read(payload: Any) -> StatusNews:
    """Where it stands now, or a refusal (422) without the booking's number or the status.

    The hook hands over the whole booking: one that we have not heard of is made from it.
    """
    spellings = integrations().revivatech.status_changed
    reading = Reading(payload, spellings)
    status = reading.text("status")[:60]
    if not status:
        field = spellings["status"][0]
        raise Refusal(f"{field} is missing.", field=field, status=422)
    return StatusNews(
        booking=booking.told(payload),
        status=status,
        event_id=reading.identity("event_id")[:255],
        happened_at=reading.moment("happened_at"),
        notes=reading.text("notes")[:500],
    )
