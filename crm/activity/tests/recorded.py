"""What the suite asks after every verb: what was recorded?"""

from uuid import UUID

from crm.activity.models import Event


def recorded(about: UUID | None = None) -> list[str]:
    """The verbs of the log in the order they were recorded, or only those about one thing."""
    events = Event.objects.order_by("seq")
    if about:
        events = events.filter(about_id=about)
    return list(events.values_list("verb", flat=True))
