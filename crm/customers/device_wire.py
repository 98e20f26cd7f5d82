"""How devices look in JSON."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StrictBool

from crm.catalogue.card import FIRST_YEAR, LAST_YEAR
from crm.catalogue.models import DeviceCategory, DeviceModel
from crm.customers.identifiers import LONGEST_SERIAL
from crm.customers.models import Device
from crm.customers.rules import DeviceCard, IfKnown
from crm.lib.paging import PageAsked
from crm.lib.refusal import Refusal
from crm.lib.schema import In, Out
from crm.lib.wire import Line, Moment, Text

Typed = Annotated[Line, Field(max_length=60)]
Label = Annotated[Line, Field(max_length=150, examples=["MacBook Pro 14 2021"])]
Short = Annotated[Line, Field(max_length=40)]
Slug = Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9-]*$")]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
KEEP = Field(
    default=False,
    description="Somebody has looked again: keep a serial number in no known form as it is.",
)


class DevicePatch(In):
    """The fields to change; the others stay as they are."""

    label: Label | None = None
    model_id: UUID | None = None
    category: Slug | None = None
    serial_number: Typed | None = None
    imei: Typed | None = None
    colour: Short | None = None
    storage: Short | None = None
    year: Year | None = None
    notes: Text | None = None
    keep_serial_as_typed: StrictBool = KEEP

    def changes(self) -> dict[str, Any]:
        """What was sent, with the catalogue's rows. Texts are emptied by "", the rest by null."""
        said = self.model_fields_set - {"keep_serial_as_typed", "model_id", "category"}
        found = {name: getattr(self, name) for name in said}
        found = {
            name: value for name, value in found.items() if value is not None or name == "year"
        }
        if "model_id" in self.model_fields_set:
            found["model"] = _model(self.model_id)
        if "category" in self.model_fields_set:
            found["category"] = _category(self.category)
        return found


class DeviceIn(DevicePatch):
    """A device of a customer's: what it is called, or its model, at least."""

    customer_id: UUID
    if_known: IfKnown = Field(
        default=IfKnown.ASK,
        description="What to do when the device is on record as somebody else's: `ask` is a 409, "
        "`transfer` makes it this customer's, `separate` says that it is another device with the "
        "same serial number.",
    )

    def card(self) -> DeviceCard:
        known = self.changes()
        known.pop("customer_id", None)
        known.pop("if_known", None)
        return DeviceCard(**known)


class TransferIn(In):
    """Who has it from now on."""

    to: UUID


class DeviceOut(Out):
    id: UUID
    customer_id: UUID | None
    owned_since: Moment
    name: str = Field(description="the label, else what the catalogue calls it")
    label: str
    model_id: UUID | None
    model_name: str | None
    category: str | None = Field(description="its slug")
    serial_number: str
    serial_typed: str
    imei: str
    colour: str
    storage: str
    year: int | None
    notes: str
    external_source: str | None
    external_id: str | None
    version: int
    created_at: Moment
    updated_at: Moment

    @staticmethod
    def resolve_model_name(row: Device) -> str | None:
        return row.model.full_name if row.model else None

    @staticmethod
    def resolve_category(row: Device) -> str | None:
        return row.category.slug if row.category else None


class OwnerOut(Out):
    customer_id: UUID | None = Field(description="null when you may not see whose it was")
    name: str | None
    since: Moment
    until: Moment | None = Field(description="null for who has it now")


class PassportOut(Out):
    device: DeviceOut
    owners: list[OwnerOut] = Field(description="the present one first")


class DevicePage(Out):
    """One page. The total is counted on the first page only, and no further than 10,000."""

    items: list[DeviceOut]
    next_cursor: str | None
    total: int | None
    total_is_capped: bool | None


class DevicesAsked(PageAsked):
    """Filters are combined with "and"."""

    customer_id: UUID | None = None
    model_id: UUID | None = None
    imei: str | None = Field(default=None, max_length=60)
    serial_number: str | None = Field(default=None, max_length=LONGEST_SERIAL)


def _model(key: UUID | None) -> DeviceModel | None:
    if key is None:
        return None
    rows = DeviceModel.objects.select_related("brand", "category")
    found = rows.filter(pk=key).first()
    if found is None:
        raise Refusal("There is no such model.", field="model_id", status=422)
    return found


def _category(slug: str | None) -> DeviceCategory | None:
    found = DeviceCategory.objects.filter(slug=slug).first() if slug else None
    if slug and found is None:
        raise Refusal("There is no such category.", field="category", status=422)
    return found
