"""Was this device here before, perhaps under another name?"""

from django.db.models import Case, Q, Value, When

from crm.accounts.models import Staff
from crm.customers.identifiers import SHORTEST_SERIAL
from crm.customers.models import Customer, Device
from crm.customers.rules.devices.card import maker
from crm.lib import turns
from crm.lib.refusal import Refusal

MOST_ALIKE = 50  # "UNKNOWN" is the serial number of half the workshop


class DeviceKnown(Refusal):
    """A question: the device is on record as somebody else's.

    `device` is None when the caller may not see whose: they learn only that it is known.
    """

    def __init__(self, device: Device | None, *, field: str) -> None:
        if device is None:
            sentence = (
                "This device is known at another branch, under another name. Somebody who sees"
                " both branches can transfer it."
            )
        else:
            sentence = f"This device was here before: it is on record as {device.customer}’s."
        super().__init__(sentence, field=field)
        self.device = device

    @property
    def may_be_another(self) -> bool:
        """Two devices may share a serial number; nothing shares an IMEI."""
        return self.field == "serial_number"


def one_at_a_time(imei: str, serial_number: str) -> None:
    """Two counters that register one device wait for each other, so that the second is told.

    Every rule waits here before it holds a device, so no two hold what the other waits for.
    """
    for value in sorted({imei, serial_number} - {""}):
        turns.wait_for("customers.device", value)


def the_same(device: Device) -> tuple[Device, str] | None:
    """The device on record that has this one's IMEI, or its serial number; and which of the two."""
    alike = Q(pk=None)
    if device.imei:
        alike |= Q(imei=device.imei)
    if len(device.serial_number) >= SHORTEST_SERIAL:
        alike |= Q(serial_number=device.serial_number)
    rows = Device.objects.filter(alike, deleted_at=None).exclude(pk=device.pk)
    # What is their own comes before what is somebody else's under the same serial number.
    surest = (
        Case(When(imei=device.imei, then=0), default=1) if device.imei else Value(1),
        Case(When(customer=device.customer_id, then=0), default=1),
    )
    found = rows.select_related("customer", "model__brand").order_by(*surest, "created_at", "pk")
    for match in found[:MOST_ALIKE]:
        if _could_be_one(device, match):
            by_imei = device.imei and match.imei == device.imei
            return match, "imei" if by_imei else "serial_number"
    return None


def ask_whose(known: Device, *, field: str, to: Staff) -> DeviceKnown:
    """The question in words that give away nothing this person may not see."""
    owner = known.customer
    seen = owner is not None and Customer.objects.visible_to(to).filter(pk=owner.pk).exists()
    return DeviceKnown(known if seen else None, field=field)


def _could_be_one(device: Device, other: Device) -> bool:
    if device.imei and device.imei == other.imei:
        return True
    if device.imei and other.imei:
        return False
    makers = {maker(device), maker(other)} - {""}
    return len(makers) < 2  # noqa: PLR2004 - an HP and a Dell are two devices
