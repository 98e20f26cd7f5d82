"""A device is seen for the first time, or is seen again."""

from enum import StrEnum

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.customers.models import Customer, Device
from crm.customers.rules.devices.card import DeviceCard, write
from crm.customers.rules.devices.owning import hand_over, must_be_here
from crm.customers.rules.devices.recognising import ask_whose, one_at_a_time, the_same
from crm.lib import clock


class IfKnown(StrEnum):
    """What to do when the device is on record as somebody else's."""

    ASK = "ask"
    TRANSFER = "transfer"
    SEPARATE = "separate"  # another device that happens to have the same serial number


@transaction.atomic
def register_device(
    customer: Customer,
    card: DeviceCard,
    *,
    by: Staff,
    keep_serial: bool = False,
    if_known: IfKnown = IfKnown.ASK,
    external_source: str | None = None,
    external_id: str | None = None,
) -> tuple[Device, bool]:
    """The device as a record of this customer's; True when it is new to the business.

    One that they have on record already is answered as it is. One that is somebody else's is
    asked about (`DeviceKnown`), and so is a serial number in no known form (`DoubtfulSerial`).
    """
    customer = must_be_here(customer)
    if external_id and (told := _told_before(external_source, external_id)):
        return told, False
    device = Device(
        customer=customer,
        owned_since=clock.now(),
        external_source=external_source,
        external_id=external_id,
    )
    write(device, card.values(), keep_serial=keep_serial)
    one_at_a_time(device.imei, device.serial_number)
    same = the_same(device)
    if same is not None:
        known, field = same
        if known.customer_id == customer.pk:
            return known, False
        if if_known == IfKnown.ASK or (if_known == IfKnown.SEPARATE and field == "imei"):
            _ask_unless_nobodys(known, field, by)
        if if_known != IfKnown.SEPARATE or field == "imei":
            return _taken_over(known, customer, field, by), False
    device.save(force_insert=True)
    activity.record("device.registered", about=device, by=by, name=device.name)
    return device, True


def _told_before(source: str | None, external_id: str) -> Device | None:
    """The device that this outside record has already become, whatever came of it since."""
    return Device.objects.filter(external_source=source, external_id=external_id).first()


def _taken_over(known: Device, customer: Customer, field: str, by: Staff) -> Device:
    """The device on record becomes this customer's, if the caller sees whose it was."""
    known = Device.objects.select_for_update(of=("self",)).get(pk=known.pk)
    question = ask_whose(known, field=field, to=by)
    if question.device is None and not _is_nobodys(known):
        raise question
    return hand_over(known, customer, by=by)


def _ask_unless_nobodys(known: Device, field: str, by: Staff) -> None:
    if not _is_nobodys(known):
        raise ask_whose(known, field=field, to=by)


def _is_nobodys(device: Device) -> bool:
    return device.customer is None or device.customer.deleted_at is not None
