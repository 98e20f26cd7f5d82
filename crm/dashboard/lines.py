"""How an event looks: its icon, what was said, and its mood."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from crm.activity.models import Event
from crm.activity.sentences import sentence

# The nearest name wins: the verb, what kind of exchange it was, the verb's family.
ICONS = {
    "lead.converted": "user-check",
    "lead.disqualified": "circle-x",
    "lead.follow_up_done": "circle-check",
    "lead.follow_up_scheduled": "calendar",
    "lead.lost": "circle-x",
    "lead.qualified": "check",
    "lead.unresponsive": "phone-missed",
    "CALL": "phone",
    "EMAIL": "mail",
    "SMS": "message-square",
    "VISIT": "store",
    "activity": "rotate-ccw",
    "api_key": "key-round",
    "approval": "inbox",
    "branch": "store",
    "config": "settings",
    "consent": "shield-check",
    "customer": "user",
    "delivery": "webhook",
    "interaction": "message-circle",
    "invitation": "mail",
    "lead": "square-kanban",
    "lifecycle": "trending-up",
    "rescoring": "refresh-cw",
    "staff": "users",
    "sweep": "refresh-cw",
    "view": "bookmark",
}
MOODS = {
    "POSITIVE": (_("Positive"), "success"),
    "NEGATIVE": (_("Negative"), "danger"),
}
PLACES = {"lead": "lead", "customer": "customer"}  # what has a page of its own


@dataclass(frozen=True)
class Line:
    """One event, ready for a timeline or a table."""

    event: Event
    title: SafeString

    @property
    def icon(self) -> str:
        said = str(self.event.particulars.get("type", ""))
        family = self.event.verb.partition(".")[0]
        return ICONS.get(self.event.verb) or ICONS.get(said) or ICONS.get(family, "circle")

    @property
    def detail(self) -> str:
        return str(self.event.particulars.get("content") or "")

    @property
    def mood(self) -> tuple[object, str]:
        return MOODS.get(str(self.event.particulars.get("sentiment")), ("", ""))

    @property
    def at(self) -> datetime:
        return self.event.at

    @property
    def place(self) -> str | None:
        """The name of the page of what it is about, if it has one."""
        return PLACES.get(self.event.about_type)


def lines(events: Iterable[Event]) -> list[Line]:
    return [Line(event, sentence(event)) for event in events]
