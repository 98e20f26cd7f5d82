"""`/booking-created`: a repair has been booked on the website."""

from typing import Any

from crm.integrations.config import integrations
from crm.integrations.intents import BookingNews, Person
from crm.integrations.revivatech.devices import device_of
from crm.integrations.revivatech.reading import Reading
from crm.lib.refusal import Refusal

MOST_PHOTOS = 20
SERVICES = ("bring_in", "collection", "on_site")


def read(payload: Any) -> BookingNews:
    """The booking, or a refusal (422) without its number or anybody whose it is."""
    news = told(payload)
    if not news.is_whole:
        raise Refusal(
            "A booking needs a name, an email, a phone or the customer's number.",
            field="customer.email",
            status=422,
        )
    return news


def told(payload: Any) -> BookingNews:
    """Whatever is said of a booking, however little; refuses (422) one without its number."""
    config = integrations().revivatech
    reading = Reading(payload, config.booking)
    external_id = reading.needed("external_id")
    fault = reading.text("fault")
    device = _device(reading, fault)
    year = device.get("year")
    return BookingNews(
        external_id=external_id,
        person=_person(reading),
        status=reading.text("status")[:60],
        repair_type=config.repair_type_of(reading.text("repair_type")),
        urgency=config.booking_urgency_of(reading.text("urgency")),
        service=_service(reading.text("service")),
        device=_name_of(device)[:150],
        year=year if isinstance(year, int) else None,
        serial_number=reading.text("serial_number")[:60],
        imei=reading.text("imei")[:30],
        fault=fault,
        base_price=reading.money("base_price"),
        final_price=reading.money("final_price"),
        taken_at=reading.moment("taken_at"),
        preferred_at=reading.moment("preferred_at"),
        scheduled_at=reading.moment("scheduled_at"),
        expected_at=reading.moment("expected_at"),
        photos=_photos(reading),
        notes=reading.text("notes"),
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


def _device(reading: Reading, fault: str) -> dict[str, Any]:
    """Brand and model by themselves, else taken out of "Apple MacBook Air M1 2020"."""
    brand, model = reading.text("brand"), reading.text("model")
    found = device_of(brand or reading.text("device"), model, fault)
    year = reading.identity("year")
    return found | ({"year": int(year)} if year.isdecimal() and len(year) == len("2020") else {})


def _name_of(device: dict[str, Any]) -> str:
    name = " ".join(device[part] for part in ("brand", "model") if device.get(part))
    return name or str(device.get("device", ""))


def _service(word: str) -> str:
    spelt = word.casefold().replace("-", "_").replace(" ", "_")
    return spelt if spelt in SERVICES else ""


def _photos(reading: Reading) -> list[str]:
    urls = [url for url in reading.texts("photos") if url.startswith(("https://", "http://"))]
    return [url[:1000] for url in urls[:MOST_PHOTOS]]


def _details(reading: Reading) -> dict[str, Any]:
    details = {"ticket_number": reading.identity("ticket_number")[:100], "more": reading.rest()}
    return {key: value for key, value in details.items() if value not in ("", {})}
