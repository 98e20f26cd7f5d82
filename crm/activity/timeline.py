"""The story of a customer or a lead, newest first, as one person may read it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from crm.activity.models import Event
from crm.activity.sentences import sentence
from crm.lib.refusal import Refusal

MOST = 50
Subject = tuple[str, UUID]  # ("lead", its id)
_SALT = "crm.activity.timeline"


class Viewer(Protocol):
    """Whoever reads: a row of staff, which lives on a higher floor."""

    @property
    def sees_all_branches(self) -> bool: ...

    @property
    def branch_ids(self) -> Collection[UUID]: ...


@dataclass(frozen=True)
class Entry:
    """One line of the story."""

    event: Event
    sentence: SafeString

    @property
    def kind(self) -> str:
        """What it is about, for an icon: `lead` of `lead.qualified`."""
        return self.event.verb.partition(".")[0]

    @property
    def at(self) -> datetime:
        return self.event.at

    @property
    def by(self) -> str:
        return self.event.actor_name


@dataclass(frozen=True)
class Timeline:
    """Part of the story, and where the older part begins (None when this is all)."""

    entries: list[Entry]
    older: str | None


def timeline(
    subjects: Sequence[Subject],
    customers: Sequence[UUID],
    viewer: Viewer,
    *,
    before: str | None = None,
    limit: int = 20,
    kinds: Collection[str] = (),
    hidden: Collection[str] = (),
) -> Timeline:
    """What happened to the subjects and concerned the customers, in the viewer's branches.

    The caller has made sure that the viewer may see the subjects themselves. Two statements,
    whatever the length of the story: each subject gives its newest few from its own index.
    `hidden` are the families of verbs that this viewer may not read at all.
    """
    limit = max(1, min(limit, MOST))
    visible = _visible(viewer) & _of(kinds) & _older(before)
    if hidden:
        visible &= ~_of(hidden)
    sources = [Event.objects.filter(about_type=kind, about_id=key) for kind, key in subjects]
    sources += [Event.objects.filter(part_of=key) for _kind, key in subjects]
    sources += [Event.objects.filter(customer_id=key) for key in customers]
    if not sources:
        return Timeline([], None)
    newest = [_newest(source.filter(visible), limit + 1).values_list("pk") for source in sources]
    keys = [key for (key,) in newest[0].union(*newest[1:])]
    events = list(_newest(Event.objects.filter(pk__in=keys), limit + 1))
    shown = events[:limit]
    older = _write(shown[-1]) if len(events) > limit else None
    return Timeline([Entry(event, sentence(event)) for event in shown], older)


def _newest(events: QuerySet[Event], count: int) -> QuerySet[Event]:
    return events.order_by("-at", "-seq")[:count]


def _visible(viewer: Viewer) -> Q:
    """Events of the viewer's branches, and those that belong to no branch."""
    if viewer.sees_all_branches:
        return Q()
    return Q(branch_id__in=list(viewer.branch_ids)) | Q(branch_id=None)


def _of(kinds: Collection[str]) -> Q:
    wanted = Q()
    for kind in kinds:
        wanted |= Q(verb__startswith=f"{kind}.")
    return wanted


def _older(before: str | None) -> Q:
    if before is None:
        return Q()
    try:
        at, seq = signing.loads(before, salt=_SALT)
    except (signing.BadSignature, ValueError):
        raise Refusal(
            _("This page of the story does not exist."), field="before", status=422
        ) from None
    # The first condition says what the others imply, in the form the index can use.
    return Q(at__lte=at) & (Q(at__lt=at) | Q(seq__lt=seq))


def _write(event: Event) -> str:
    return signing.dumps([event.at.isoformat(), event.seq], salt=_SALT)
