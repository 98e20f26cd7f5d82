"""What a person reads of an event: a template of the package that recorded it."""

from functools import cache
from pathlib import Path

from django.apps import apps
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


@cache
def known_verbs() -> frozenset[str]:
    """Every verb that can stand in the log: each has a sentence, or the suite fails."""
    folders = [Path(app.path) / "templates" / "activity" for app in apps.get_app_configs()]
    files = [file for folder in folders for file in folder.glob("*.*.txt")]
    return frozenset(file.stem for file in files)
