"""What may happen to a customer's device."""

from crm.customers.rules.devices.card import DeviceCard, DoubtfulSerial
from crm.customers.rules.devices.editing import edit_device, remove_device, restore_device
from crm.customers.rules.devices.owning import transfer_device
from crm.customers.rules.devices.recognising import DeviceKnown
from crm.customers.rules.devices.registering import IfKnown, register_device

__all__ = [
    "DeviceCard",
    "DeviceKnown",
    "DoubtfulSerial",
    "IfKnown",
    "edit_device",
    "register_device",
    "remove_device",
    "restore_device",
    "transfer_device",
]
