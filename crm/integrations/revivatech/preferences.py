"""Preferences that are a decision about marketing, and those that are not."""

from typing import Any

from crm.integrations.config import integrations
from crm.integrations.intents import Choice

_YES = {"true", "yes", "on", "1"}
_NO = {"false", "no", "off", "0"}


def choices(preferences: dict[str, Any], *, told_by: str, evidence: dict[str, Any]) -> list[Choice]:
    """The decisions among the preferences, each with the very words the website sent.

    Saying yes and no to one channel at once is a no: nobody is written to by mistake.
    """
    decided: dict[str, Choice] = {}
    for name, channel in integrations().revivatech.consent.items():
        given = _yes_or_no(preferences.get(name))
        earlier = decided.get(channel)
        if given is None or (earlier and not earlier.given):
            continue
        word = "true" if given else "false"
        decided[channel] = Choice(
            channel=channel,
            given=given,
            wording=f"{told_by}: {name} = {word}",
            evidence=evidence,
        )
    return list(decided.values())


def _yes_or_no(value: Any) -> bool | None:
    word = str(value).strip().lower()
    if word in _YES:
        return True
    return False if word in _NO else None
