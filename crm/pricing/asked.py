"""What a price is asked for: the repair, the device, the hurry and the customer.

Plain words and numbers, so that whoever asks depends on nothing else. Slugs may be typed as
people do: `MacBook Pro` finds what the rules call `macbook-pro`.
"""

import re
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, Self

from crm.lib.refusal import Refusal

LONGEST = 100
_FIRST_YEAR = 1980  # the first home computers


class RepairType(StrEnum):
    """The twelve kinds of repair, as the platform spells them."""

    SCREEN_REPAIR = "SCREEN_REPAIR"
    BATTERY_REPLACEMENT = "BATTERY_REPLACEMENT"
    WATER_DAMAGE = "WATER_DAMAGE"
    DATA_RECOVERY = "DATA_RECOVERY"
    SOFTWARE_ISSUE = "SOFTWARE_ISSUE"
    HARDWARE_DIAGNOSTIC = "HARDWARE_DIAGNOSTIC"
    MOTHERBOARD_REPAIR = "MOTHERBOARD_REPAIR"
    CAMERA_REPAIR = "CAMERA_REPAIR"
    SPEAKER_REPAIR = "SPEAKER_REPAIR"
    CHARGING_PORT = "CHARGING_PORT"
    BUTTON_REPAIR = "BUTTON_REPAIR"
    CUSTOM_REPAIR = "CUSTOM_REPAIR"


class Urgency(StrEnum):
    """How soon it is needed, from whenever to now."""

    LOW = "LOW"
    STANDARD = "STANDARD"
    HIGH = "HIGH"
    URGENT = "URGENT"
    EMERGENCY = "EMERGENCY"


@dataclass(frozen=True)
class Asked:
    """One question. What is left out makes no difference to the price.

    `on` is the day the work is for (today unless given); `visits` counts the jobs this
    customer has had before (0 is a first visit, None is not known); `loyalty_tier` names a
    tier of the rules outright; `external_device_id` is the device's id on the platform.
    """

    repair_type: str
    category: str = ""
    brand: str = ""
    model: str = ""
    device_year: int | None = None
    urgency: str = Urgency.STANDARD
    complexity: str = ""
    part_grade: str = ""
    on: date | None = None
    loyalty_tier: str = ""
    visits: int | None = None
    referred: bool = False
    external_device_id: str = ""

    def __post_init__(self) -> None:
        """Refuse (422) what could never be priced, naming the field."""
        if self.repair_type not in set(RepairType):
            raise Refusal("There is no such repair.", field="repair_type", status=422)
        if self.urgency not in set(Urgency):
            raise Refusal("There is no such urgency.", field="urgency", status=422)
        if self.device_year is not None and not _FIRST_YEAR <= self.device_year <= 2100:  # noqa: PLR2004 - four digits
            raise Refusal("That is no year of a device.", field="device_year", status=422)
        for name in ("category", "brand", "model", "external_device_id"):
            if len(getattr(self, name)) > LONGEST:
                raise Refusal("That is too long.", field=name, status=422)

    @property
    def device(self) -> str:
        """The device in a few words: `Apple MacBook Pro 14 2021`."""
        kind, year = self.category.replace("-", " "), str(self.device_year or "")
        words = " ".join(word for word in (self.brand, self.model or kind) if word)
        words = words[:1].upper() + words[1:] if not self.model else words
        return words if year in words else f"{words} {year}".strip()

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self) | {"on": self.on.isoformat() if self.on else None}

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """Out of JSON again; a key that this release no longer knows is left out."""
        known = {one.name for one in fields(cls)}
        told = {name: value for name, value in kept.items() if name in known}
        day = told.pop("on", None)
        return cls(**told, on=date.fromisoformat(day) if day else None)


def slug(text: str) -> str:
    """`MacBook Pro 14"` is `macbook-pro-14`."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
