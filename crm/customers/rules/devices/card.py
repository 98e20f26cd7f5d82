"""What somebody says of a device, and putting it into the row."""

from dataclasses import dataclass, fields
from typing import Any

from crm.catalogue.card import FIRST_YEAR, LAST_YEAR
from crm.catalogue.models import DeviceCategory, DeviceModel
from crm.customers.identifiers import read_imei, read_serial
from crm.customers.models import Device
from crm.customers.serial_forms import maker_of
from crm.lib.refusal import Refusal


@dataclass(frozen=True)
class DeviceCard:
    """A device as it was described: `serial_number` and `imei` as they were typed."""

    label: str = ""
    model: DeviceModel | None = None
    category: DeviceCategory | None = None
    serial_number: str = ""
    imei: str = ""
    colour: str = ""
    storage: str = ""
    year: int | None = None
    notes: str = ""

    def values(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


EDITABLE = frozenset(field.name for field in fields(DeviceCard))
_LONGEST = {"label": 150, "colour": 40, "storage": 40, "notes": 10_000}


class DoubtfulSerial(Refusal):
    """A question, not an error: `meant` is what the serial number may be (or nothing)."""

    def __init__(self, question: str, *, meant: str) -> None:
        super().__init__(question, field="serial_number")
        self.meant = meant


def write(device: Device, said: dict[str, Any], *, keep_serial: bool) -> set[str]:
    """Put what was said into the row; the columns that changed.

    Refuses an IMEI that cannot be one. Asks about a doubtful serial number, unless somebody
    has looked again (`keep_serial`) or it is the one we had already.
    """
    values = {
        name: value.strip() if isinstance(value, str) else value for name, value in said.items()
    }
    _must_fit(values)
    if "imei" in values:
        values["imei"] = read_imei(values["imei"])
    typed = values.pop("serial_number", None)
    changed = _set(device, values)
    if device.model and not device.category:
        changed |= _set(device, {"category": device.model.category})
    if typed is not None:
        changed |= _set_serial(device, typed, keep_serial=keep_serial)
    if not device.name:
        raise Refusal("Say what it is, such as MacBook Pro 14.", field="label", status=422)
    return changed


def maker(device: Device) -> str:
    """Who makes it, as far as the catalogue or the label tell."""
    return maker_of(device.model.full_name if device.model else device.label)


def _set_serial(device: Device, typed: str, *, keep_serial: bool) -> set[str]:
    serial = read_serial(typed, maker=maker(device))
    if serial.value == device.serial_number:
        return set()
    if serial.doubt and not keep_serial:
        raise DoubtfulSerial(serial.doubt, meant=serial.meant)
    return _set(device, {"serial_number": serial.value, "serial_typed": typed[:60]})


def _set(device: Device, values: dict[str, Any]) -> set[str]:
    changed = {name for name, value in values.items() if getattr(device, name) != value}
    for name in changed:
        setattr(device, name, values[name])
    return changed


def _must_fit(values: dict[str, Any]) -> None:
    for name, longest in _LONGEST.items():
        if len(values.get(name) or "") > longest:
            raise Refusal(f"Keep to {longest} characters.", field=name, status=422)
    year = values.get("year")
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(f"Write a year from {FIRST_YEAR} to {LAST_YEAR}.", field="year", status=422)
