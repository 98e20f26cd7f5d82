"""What the API takes: a repair as somebody types or sends it."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StrictBool, StringConstraints, model_validator

from crm.bookings.intake import Intake
from crm.bookings.models import Service, Status
from crm.bookings.rules import EDITABLE, OWNED_BY_VERBS, NewBooking
from crm.catalogue.models import RepairType, UrgencyLevel
from crm.customers.rules import Profile
from crm.lib.refusal import Refusal
from crm.lib.schema import In
from crm.lib.wire import Line, MomentIn, MoneyIn, Open, Text

Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=1000)]
Photos = Annotated[list[Url], Field(max_length=20)]
READ_ONLY = frozenset(
    {"id", "version", "created_at", "updated_at", "status_entered_at", "created_by"}
)


class Condition(Open):
    """How the device came in."""

    powers_on: StrictBool | None = None
    scratches: Line | None = None
    accessories: Line | None = None


class Who(In):
    """Somebody who may be new: found again by email or phone, or made with the repair."""

    first_name: Annotated[Line, Field(max_length=100)] = ""
    last_name: Annotated[Line, Field(max_length=100)] = ""
    email: Line = ""
    phone: Annotated[Line, Field(max_length=50)] = ""
    company: Annotated[Line, Field(max_length=150)] = ""

    def profile(self) -> Profile:
        return Profile(**self.model_dump())


class BookingPut(In):
    """Everything about a repair that people edit. What is left out goes back to its default."""

    repair_type: RepairType
    problem_description: Text = ""
    urgency_level: UrgencyLevel = UrgencyLevel.STANDARD
    service_type: Service = Service.BRING_IN
    device_id: UUID | None = None
    base_price: MoneyIn | None = Field(default=None, description="in pounds with VAT")
    final_price: MoneyIn | None = Field(default=None, description="in pounds with VAT")
    preferred_date: MomentIn | None = None
    scheduled_date: MomentIn | None = None
    estimated_completion: MomentIn | None = None
    device_condition: Condition = Condition()
    photo_urls: Photos = []
    internal_notes: Text = ""
    customer_notes: Text = ""

    @model_validator(mode="before")
    @classmethod
    def not_owned_by_verbs(cls, body: Any) -> Any:
        refuse_owned(body, but=TAKEN_AT_INTAKE if cls is BookingIn else frozenset())
        return body

    def values(self) -> dict[str, Any]:
        return {name: _plain(getattr(self, name)) for name in EDITABLE - {"device"}}


class BookingPatch(In):
    """The fields to change; the others stay as they are. Null takes back a date or a price."""

    repair_type: RepairType | None = None
    problem_description: Text | None = None
    urgency_level: UrgencyLevel | None = None
    service_type: Service | None = None
    device_id: UUID | None = None
    base_price: MoneyIn | None = None
    final_price: MoneyIn | None = None
    preferred_date: MomentIn | None = None
    scheduled_date: MomentIn | None = None
    estimated_completion: MomentIn | None = None
    device_condition: Condition | None = None
    photo_urls: Photos | None = None
    internal_notes: Text | None = None
    customer_notes: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def not_owned_by_verbs(cls, body: Any) -> Any:
        refuse_owned(body)
        return body

    def values(self) -> dict[str, Any]:
        said = self.model_fields_set - {"device_id"}
        found = {name: _plain(getattr(self, name)) for name in said}
        return {
            name: value
            for name, value in found.items()
            if value is not None or name in MAY_BE_UNKNOWN
        }


class BookingIn(BookingPut):
    """A new repair, of one of: a customer we know, a lead, or somebody who may be new."""

    customer_id: UUID | None = None
    lead_id: UUID | None = None
    customer: Who | None = None
    branch_id: UUID | None = Field(default=None, description="the caller's home branch")
    status: Annotated[Status, Field(json_schema_extra={"enum": ["PENDING", "CONFIRMED"]})] = (
        Status.CONFIRMED
    )
    assigned_technician_id: UUID | None = None
    promised_at: MomentIn | None = Field(default=None, description="a time in the future")
    base_price: MoneyIn | None = Field(
        default=None, description="in pounds with VAT; quoted from the price rules unless given"
    )
    external_source: Annotated[str, Field(min_length=1, max_length=50)] | None = None
    external_id: Annotated[str, Field(min_length=1, max_length=255)] | None = None

    @model_validator(mode="after")
    def makes_sense(self) -> "BookingIn":
        if [self.customer_id, self.lead_id, self.customer].count(None) != 2:  # noqa: PLR2004 - one of three
            raise ValueError("give one of customer_id, lead_id and customer")
        if self.status not in (Status.PENDING, Status.CONFIRMED):
            raise ValueError("a repair begins as PENDING or CONFIRMED")
        if (self.external_source is None) != (self.external_id is None):
            raise ValueError("give external_source and external_id together")
        return self

    def told(self) -> Intake:
        known = self.values()
        known.pop("final_price")
        new = NewBooking(
            **known,
            status=self.status,
            promised_at=self.promised_at,
            external_source=self.external_source,
            external_id=self.external_id,
        )
        return Intake(
            new,
            customer_id=self.customer_id,
            lead_id=self.lead_id,
            profile=self.customer.profile() if self.customer else None,
            device_id=self.device_id,
            branch_id=self.branch_id,
            technician_id=self.assigned_technician_id,
        )


MAY_BE_UNKNOWN = frozenset(
    {"base_price", "final_price", "preferred_date", "scheduled_date", "estimated_completion"}
)
TAKEN_AT_INTAKE = frozenset(
    {
        "customer_id",
        "lead_id",
        "branch_id",
        "status",
        "assigned_technician_id",
        "promised_at",
        "external_source",
        "external_id",
    }
)


def refuse_owned(body: Any, but: frozenset[str] = frozenset()) -> None:
    """Refuse by name what only verbs change, and say which verb to use."""
    if not isinstance(body, dict):
        return
    for name in body:
        if name in OWNED_BY_VERBS and name not in but:
            raise Refusal(OWNED_BY_VERBS[name], field=name, status=422)
        if name in READ_ONLY:
            raise Refusal("This is written by the product, not by callers.", field=name, status=422)


def _plain(value: Any) -> Any:
    return value.kept() if isinstance(value, Open) else value
