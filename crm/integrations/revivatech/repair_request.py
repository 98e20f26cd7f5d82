"""`/repair-request`: somebody has booked a repair on the website."""

from typing import Any

from crm.integrations.config import integrations
from crm.integrations.intents import Enquiry, Person
from crm.integrations.revivatech.devices import device_of
from crm.integrations.revivatech.reading import Reading
from crm.lib.refusal import Refusal

MOST_PHOTOS = 20


def read(payload: Any) -> Enquiry:
    """The request, or a refusal (422) without its number or anybody who asks."""
    reading = Reading(payload, integrations().revivatech.repair_request)
    external_id = reading.needed("external_id")
    person = _person(reading)
    if not (person.name or person.normal_email or person.normal_phone):
        raise Refusal(
            "A repair request needs a name, an email or a phone.",
            field="customer.email",
            status=422,
        )
    fault, notes = reading.text("fault"), reading.text("notes")
    return Enquiry(
        external_id=external_id,
        person=person,
        device=device_of(reading.text("device"), reading.text("model"), fault),
        needs="\n\n".join(part for part in (fault, notes) if part),
        urgency=integrations().revivatech.urgency_of(reading.text("urgency")),
        estimate=reading.money("estimate"),
        details=_details(reading),
    )


def _person(reading: Reading) -> Person:
    return Person.called(
        reading.text("name"),
        reading.text("first_name"),
        reading.text("last_name"),
        email=reading.text("email"),
        phone=reading.text("phone"),
        external_user=reading.identity("user_id")[:255],
        language=reading.text("language")[:10],
    )


def _details(reading: Reading) -> dict[str, Any]:
    photos = [url for url in reading.texts("photos") if url.startswith(("https://", "http://"))]
    asked_at = reading.moment("asked_at")
    details = {
        "ticket_number": reading.identity("ticket_number")[:100],
        "service_type": reading.text("service_type"),
        "urgency_sent": reading.text("urgency"),
        "photos": [url[:1000] for url in photos[:MOST_PHOTOS]],
        "address": reading.raw("address"),
        "channel": reading.text("channel"),
        "asked_at": asked_at.isoformat() if asked_at else "",
        "behaviour": reading.mapping("behaviour"),
        "more": reading.rest(),
    }
    return {key: value for key, value in details.items() if value not in (None, "", [], {})}
