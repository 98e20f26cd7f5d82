"""Which events an endpoint wants: one verb, a family such as `booking.*`, or everything."""

import re
from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from crm.activity.sentences import known_verbs
from crm.lib.refusal import Refusal

EVERYTHING = "*"
MOST = 50
# How somebody arranges their own screen is nobody else's business.
SILENT = frozenset({"view"})
_PATTERN = re.compile(r"\*|[a-z_]+\.(?:\*|[a-z_]+)")


def family_of(verb: str) -> str:
    return verb.partition(".")[0]


def event_types() -> list[str]:
    """Everything that can be listened to, in order."""
    return sorted(verb for verb in known_verbs() if family_of(verb) not in SILENT)


def families() -> dict[str, list[str]]:
    """The events of each family: `lead`, and all that happens to leads."""
    found: dict[str, list[str]] = {}
    for verb in event_types():
        found.setdefault(family_of(verb), []).append(verb)
    return found


def matching(verb: str) -> list[str]:
    """The patterns that hear this verb."""
    return [verb, f"{family_of(verb)}.*", EVERYTHING]


def heard_by(patterns: Collection[str]) -> set[str]:
    """The verbs that these patterns hear."""
    wanted = set(patterns)
    return {verb for verb in event_types() if not wanted.isdisjoint(matching(verb))}


def checked(patterns: Iterable[str]) -> list[str]:
    """The patterns, each once. Refuses (422) those that can never hear anything."""
    wanted = sorted({pattern.strip() for pattern in patterns})
    if not wanted or len(wanted) > MOST:
        raise _refused(_("Choose between 1 and %(n)d events.") % {"n": MOST})
    for pattern in wanted:
        if not _PATTERN.fullmatch(pattern) or not heard_by([pattern]):
            raise _refused(_("Nothing is called %(what)s.") % {"what": pattern[:80] or "''"})
    return [EVERYTHING] if EVERYTHING in wanted else wanted


def _refused(sentence: str) -> Refusal:
    return Refusal(sentence, field="events", status=422)
