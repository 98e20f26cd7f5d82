"""Finding a device by what is printed on it."""

from collections.abc import Iterator

from django.db.models import Q, prefetch_related_objects

from crm.accounts.models import Staff
from crm.customers.identifiers import normal_imei, normal_serial
from crm.customers.models import Device
from crm.lib import tiers
from crm.lib.lookups import Among, begins, whole
from crm.lib.tiers import Tier

SHORTEST = 4  # fewer characters begin too many serial numbers
_TABLE = "customer_devices"


def search_devices(text: str, *, to: Staff, enough: int = tiers.ENOUGH) -> list[Device]:
    """Devices `to` may see by serial number or IMEI, whole ones before beginnings."""
    serial, imei = normal_serial(text)[:40], normal_imei(text)
    if len(serial) < SHORTEST or not any(char.isdigit() for char in serial):
        return []  # a word is somebody's name
    found = tiers.search(_tiers(to, serial, imei), enough=enough)
    prefetch_related_objects(found, "customer", "model__brand")
    return found


def _tiers(to: Staff, serial: str, imei: str) -> Iterator[Tier[Device]]:
    # The indexes hold only what is there, so each question says that it asks of no other.
    rows = Device.objects.visible_to(to)
    numbered, serialled = Among(rows.filter(~Q(imei=""))), Among(rows.filter(~Q(serial_number="")))
    is_number = imei.isascii() and imei.isdigit()
    if is_number:
        yield numbered.tier(whole(_TABLE, "imei", [imei]))
    yield serialled.tier(whole(_TABLE, "serial_number", [serial]))
    if is_number:
        yield numbered.tier(begins(_TABLE, "imei", [imei]))
    yield serialled.tier(begins(_TABLE, "serial_number", [serial]))
