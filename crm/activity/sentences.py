"""What a person reads of an event: a template of the package that recorded it."""

from django.template.loader import select_template
from django.utils.safestring import SafeString, mark_safe

from crm.activity.models import Event


def sentence(event: Event) -> SafeString:
    """The event in one sentence, safe to stand in a page.

    A release that no longer knows a verb still shows that it happened.
    """
    template = select_template([f"activity/{event.verb}.txt", "activity/any_other.txt"])
    words = template.render(
        {"event": event, "particulars": event.particulars, "by": event.actor_name}
    )
    safe: SafeString = mark_safe(words.strip())  # noqa: S308 - Django escaped it while rendering
    return safe
