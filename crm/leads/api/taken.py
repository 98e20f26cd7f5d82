"""What the API takes: a lead as somebody types or sends it."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StrictFloat, StrictInt, model_validator

from crm.customers.models import SourceType
from crm.leads.models import Lead
from crm.leads.rules.editing import EDITABLE, OWNED_BY_VERBS
from crm.lib.refusal import Refusal
from crm.lib.schema import In
from crm.lib.wire import Line, MoneyIn, Open, Text

Count = Annotated[StrictInt | StrictFloat, Field(ge=0, le=1_000_000)]
READ_ONLY = frozenset(
    ["id", "version", "created_at", "updated_at", "stage_entered_at", "first_reply_at"]
)


class Behaviour(Open):
    """What the website saw this visitor do; it counts towards the score."""

    page_views: Count | None = None
    time_on_site: Count | None = Field(default=None, description="seconds")
    service_page_visits: Count | None = None
    form_interactions: Count | None = None
    pricing_page_views: Count | None = None


class SourceDetails(Open):
    """Where exactly the lead came from."""

    campaign: Line | None = None
    referrer: Line | None = None
    page: Line | None = None
    distance_km: Annotated[StrictInt | StrictFloat, Field(ge=0, le=20_100)] | None = None
    behaviour: Behaviour | None = None


class ContactInfo(Open):
    """Who it is: a name, an email or a phone at least. Phones may be typed as people do."""

    name: Line | None = Field(default=None, examples=["Priya Nair"])
    first_name: Annotated[Line, Field(max_length=100)] | None = None
    last_name: Annotated[Line, Field(max_length=100)] | None = None
    email: Line | None = Field(default=None, examples=["priya@example.com"])
    phone: Annotated[Line, Field(max_length=50)] | None = Field(
        default=None, examples=["07700 900482"]
    )
    company: Annotated[Line, Field(max_length=150)] | None = None
    job_title: Annotated[Line, Field(max_length=100)] | None = None


class DeviceInterest(Open):
    """What is broken."""

    brand: Line | None = Field(default=None, examples=["Apple"])
    model: Line | None = Field(default=None, examples=["MacBook Pro 14"])
    year: Annotated[StrictInt, Field(ge=1980, le=2100)] | None = None
    device: Line | None = Field(default=None, description="the device in the visitor's own words")
    issue: Annotated[str, Field(max_length=2000)] | None = Field(default=None, examples=["Screen"])
    value: Annotated[StrictInt | StrictFloat, Field(ge=0, le=1_000_000)] | None = Field(
        default=None, description="what the device is worth, in pounds"
    )


class LeadPut(In):
    """Everything about a lead that people edit. What is left out is set back to its default."""

    source_type: SourceType
    contact_info: ContactInfo
    source_details: SourceDetails = SourceDetails()
    device_interest: DeviceInterest = DeviceInterest()
    initial_needs: Text = ""
    budget_range: Annotated[Line, Field(max_length=50)] = Field("", examples=["£100-£200"])
    estimated_value: MoneyIn | None = Field(
        default=None, description="in pounds; without it, the middle of `budget_range`"
    )
    urgency_level: Lead.Urgency = Lead.Urgency.MEDIUM

    @model_validator(mode="before")
    @classmethod
    def not_owned_by_verbs(cls, body: Any) -> Any:
        refuse_owned(body)
        return body

    def values(self) -> dict[str, Any]:
        return {name: _plain(getattr(self, name)) for name in EDITABLE}


class LeadPatch(In):
    """The fields to change; the others stay as they are. A field that is sent is replaced whole."""

    source_type: SourceType | None = None
    contact_info: ContactInfo | None = None
    source_details: SourceDetails | None = None
    device_interest: DeviceInterest | None = None
    initial_needs: Text | None = None
    budget_range: Annotated[Line, Field(max_length=50)] | None = None
    estimated_value: MoneyIn | None = None
    urgency_level: Lead.Urgency | None = None

    @model_validator(mode="before")
    @classmethod
    def not_owned_by_verbs(cls, body: Any) -> Any:
        refuse_owned(body)
        return body

    def values(self) -> dict[str, Any]:
        found = {name: _plain(getattr(self, name)) for name in self.model_fields_set}
        return {name: value for name, value in found.items() if value is not None}


class LeadIn(LeadPut):
    """A new lead. `assigned_to` overrules the assignment rules."""

    branch_id: UUID | None = Field(
        default=None, description="the caller's home branch unless given"
    )
    assigned_to: UUID | None = None
    external_source: Annotated[str, Field(min_length=1, max_length=50)] | None = None
    external_id: Annotated[str, Field(min_length=1, max_length=255)] | None = None

    @model_validator(mode="before")
    @classmethod
    def not_owned_by_verbs(cls, body: Any) -> Any:
        refuse_owned(body, but={"assigned_to"})
        return body

    @model_validator(mode="after")
    def both_or_neither(self) -> "LeadIn":
        if (self.external_source is None) != (self.external_id is None):
            raise ValueError("give external_source and external_id together")
        return self


def refuse_owned(body: Any, but: frozenset[str] | set[str] = frozenset()) -> None:
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
