"""`/customer-update`: somebody has changed their profile on the website."""

from typing import Any

from crm.integrations.config import integrations
from crm.integrations.intents import CustomerUpdate, Person
from crm.integrations.revivatech import preferences
from crm.integrations.revivatech.reading import Reading
from crm.lib.refusal import Refusal

# Their field (any case, with or without underscores), ours, and the most it can hold.
OURS = {
    "firstname": ("first_name", 100),
    "lastname": ("last_name", 100),
    "email": ("email", 254),
    "phone": ("phone", 50),
    "address": ("address", 500),
    "language": ("language", 10),
    "company": ("company", 150),
}


def read(payload: Any) -> CustomerUpdate:
    """What has changed: only fields they name, and never to nothing."""
    reading = Reading(payload, integrations().revivatech.customer_update)
    person = Person(email=reading.text("email"), external_user=reading.identity("user_id")[:255])
    if not person.keys:
        raise Refusal(
            "Say whose profile it is: customer.websiteUserId or customer.email.",
            field="customer.websiteUserId",
            status=422,
        )
    current = reading.mapping("current") | {"email": person.email}
    named = {_plain(name) for name in reading.texts("fields")}
    happened_at = reading.moment("happened_at")
    return CustomerUpdate(
        person=person,
        changes=_changes(current, named),
        choices=_choices(current, named, happened_at.isoformat() if happened_at else ""),
        happened_at=happened_at,
        reason=reading.text("reason")[:100],
    )


def _changes(current: dict[str, Any], named: set[str]) -> dict[str, Any]:
    found = {_plain(name): value for name, value in current.items()}
    changes: dict[str, Any] = {}
    for theirs, (ours, longest) in OURS.items():
        value = found.get(theirs) if theirs in named else None
        if isinstance(value, str) and value.strip():
            text = value.strip()[:longest]
            changes[ours] = {"text": text} if ours == "address" else text
        elif ours == "address" and isinstance(value, dict) and value:
            changes[ours] = value
    return changes


def _choices(current: dict[str, Any], named: set[str], at: str) -> list[Any]:
    wishes = current.get("preferences")
    if "preferences" not in named or not isinstance(wishes, dict):
        return []
    evidence = {"page": "profile", "at": at}
    return preferences.choices(wishes, told_by="RevivaTech profile", evidence=evidence)


def _plain(name: str) -> str:
    return name.replace("_", "").replace("-", "").casefold()
