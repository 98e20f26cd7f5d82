"""How an event looks: its icon, what was said, and its mood."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Staff
from crm.activity.models import Event
from crm.activity.sentences import sentence
from crm.activity.timeline import Entry
from crm.interactions.models import Interaction

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
    "payment": "banknote",
    "price": "tag",
    "payment.refunded": "rotate-ccw",
    "payment.reversed": "rotate-ccw",
    "invoice": "receipt-text",
    "booking": "wrench",
    "booking.collected": "check",
    "booking.fault_decided": "flag",
    "booking.fault_found": "flag",
    "booking.part_added": "tag",
    "booking.part_moved": "tag",
    "booking.promised": "calendar",
    "booking.rated": "star",
    "booking.told": "phone",
    "branch": "store",
    "config": "settings",
    "consent": "shield-check",
    "customer": "user",
    "device": "smartphone",
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
# What has a page of its own.
PLACES = {"booking": "booking", "lead": "lead", "customer": "customer", "device": "device"}


@dataclass(frozen=True)
class Line:
    """One event, ready for a timeline or a table."""

    event: Event
    title: SafeString
    said: Interaction | None = None  # what was said, as it stands now
    is_removed: bool = False
    may_edit: bool = False

    @property
    def icon(self) -> str:
        said = str(self.event.particulars.get("type", ""))
        family = self.event.verb.partition(".")[0]
        return ICONS.get(self.event.verb) or ICONS.get(said) or ICONS.get(family, "circle")

    @property
    def detail(self) -> str:
        if self.is_removed:
            return str(_("Taken back."))
        if self.said is None:
            return str(self.event.particulars.get("content") or "")
        outcome = [self.said.outcome] if self.said.outcome else []
        return " · ".join([*([self.said.content] if self.said.content else []), *outcome])

    @property
    def mood(self) -> tuple[object, str]:
        stored = self.said.sentiment if self.said else self.event.particulars.get("sentiment")
        return ("", "") if self.is_removed else MOODS.get(str(stored), ("", ""))

    @property
    def at(self) -> datetime:
        return self.event.at

    @property
    def edit_at(self) -> str:
        """Where what was said is corrected, for whoever may."""
        return reverse("interaction", args=[self.said.pk]) if self.said and self.may_edit else ""

    @property
    def place(self) -> str | None:
        """The name of the page of what it is about, if it has one."""
        return PLACES.get(self.event.about_type)


def lines(events: Iterable[Event]) -> list[Line]:
    return [Line(event, sentence(event)) for event in events]


def told(entries: Iterable[Entry], *, to: Staff) -> list[Line]:
    """A story's lines. What was said is shown as it stands now, however it was logged at first."""
    entries = list(entries)
    said = Interaction.objects.in_bulk(
        [entry.event.about_id for entry in entries if entry.event.verb == _LOGGED]
    )
    may_edit = to.can("interactions.edit")
    return [_line(entry, said.get(entry.event.about_id), may_edit=may_edit) for entry in entries]


def _line(entry: Entry, said: Interaction | None, *, may_edit: bool) -> Line:
    if said is None or entry.event.verb != _LOGGED:
        return Line(entry.event, entry.sentence)
    gone = said.deleted_at is not None
    return Line(entry.event, entry.sentence, said, is_removed=gone, may_edit=may_edit and not gone)


_LOGGED = "interaction.logged"
