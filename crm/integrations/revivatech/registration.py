"""`/customer-registration`: somebody has opened an account on the website."""

from typing import Any

from crm.integrations.config import integrations
from crm.integrations.intents import Person, Registration
from crm.integrations.revivatech import preferences
from crm.integrations.revivatech.reading import Reading
from crm.lib.refusal import Refusal


def read(payload: Any) -> Registration:
    """The registration, or a refusal (422) when nobody could be told apart or reached."""
    reading = Reading(payload, integrations().revivatech.registration)
    external_id = reading.needed("external_id")
    person = Person.called(
        reading.text("name"),
        reading.text("first_name"),
        reading.text("last_name"),
        email=reading.text("email"),
        phone=reading.text("phone"),
        external_user=external_id,
        language=reading.text("language")[:10],
    )
    if not (person.name or person.normal_email or person.normal_phone):
        raise Refusal(
            "A registration needs a name, an email or a phone.", field="customer.email", status=422
        )
    wishes = reading.mapping("preferences")
    where = {"ip": reading.text("ip"), "user_agent": reading.text("user_agent")[:300]}
    registered_at = reading.moment("registered_at")
    evidence = {"page": "registration", **{key: value for key, value in where.items() if value}}
    if registered_at:
        evidence["at"] = registered_at.isoformat()
    return Registration(
        external_id=external_id,
        person=person,
        registered_at=registered_at,
        choices=preferences.choices(wishes, told_by="RevivaTech registration", evidence=evidence),
        details={"preferences": wishes, "more": reading.rest()},
    )
