"""What may happen to a customer. The only writer of these tables."""

from crm.customers.rules.access import grant, hand_over, looked_after_by
from crm.customers.rules.deciding import same_household, same_person, tell_apart
from crm.customers.rules.devices import (
    DeviceCard,
    DeviceKnown,
    DoubtfulSerial,
    IfKnown,
    edit_device,
    register_device,
    remove_device,
    restore_device,
    transfer_device,
)
from crm.customers.rules.finding import look, look_for_duplicates, look_for_many, scan_chunk
from crm.customers.rules.households import live_together, move_out
from crm.customers.rules.linking import link
from crm.customers.rules.merging import gather, merge
from crm.customers.rules.profile import Profile, edit, find_or_make, make, mirror_consent
from crm.customers.rules.undoing import undo
from crm.customers.rules.words import remember

__all__ = [
    "DeviceCard",
    "DeviceKnown",
    "DoubtfulSerial",
    "IfKnown",
    "Profile",
    "edit",
    "edit_device",
    "find_or_make",
    "gather",
    "grant",
    "hand_over",
    "link",
    "live_together",
    "look",
    "look_for_duplicates",
    "look_for_many",
    "looked_after_by",
    "make",
    "merge",
    "mirror_consent",
    "move_out",
    "register_device",
    "remember",
    "remove_device",
    "restore_device",
    "same_household",
    "same_person",
    "scan_chunk",
    "tell_apart",
    "transfer_device",
    "undo",
]
