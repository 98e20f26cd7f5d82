"""The device another system speaks of, as a record of its owner's."""

from crm.accounts.models import Staff
from crm.customers.models import Customer, Device
from crm.customers.rules.devices import DeviceCard, register_device
from crm.integrations.intents import BookingNews
from crm.lib.refusal import Refusal


def device_of(news: BookingNews, customer: Customer, *, source: str, by: Staff) -> Device | None:
    """The customer's device of this name, or a new record; nothing when none was named.

    An IMEI or a serial number that cannot be right, or that is on somebody else's device, is
    a question for the counter: the booking is taken in without it, and its notes keep it.
    """
    if not news.device:
        return None
    numbered = DeviceCard(
        label=news.device, year=news.year, serial_number=news.serial_number, imei=news.imei
    )
    if news.serial_number or news.imei:
        try:
            return register_device(customer, numbered, by=by, keep_serial=True)[0]
        except Refusal as refusal:
            notes = f"Sent by {source}: {news.serial_number or news.imei}. {refusal.message}"
            card = DeviceCard(label=news.device, year=news.year, notes=notes)
            return register_device(customer, card, by=by)[0]
    same = Device.objects.filter(customer=customer, deleted_at=None, label__iexact=news.device)
    return same.order_by("pk").first() or register_device(customer, numbered, by=by)[0]
