"""Where the live socket of a page begins to listen."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from crm.activity.models import Event
from crm.lib.clock import now

# A page is read before it is rendered; what happens meanwhile is better told twice than never.
OVERLAP = timedelta(seconds=5)


def live_since(request: HttpRequest) -> dict[str, object]:
    """For the frame's `data-live-since`: asked only by a page that opens a socket."""
    return {"live_since": SimpleLazyObject(_told_before)}


def _told_before() -> str:
    told = Event.objects.numbered().filter(at__lt=now() - OVERLAP)
    return str(told.values_list("pk", flat=True).last() or "")
