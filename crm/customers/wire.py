"""How customers look in JSON."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models.expressions import RawSQL
from pydantic import Field

from crm.accounts.models import Staff
from crm.customers.models import Customer, SourceType
from crm.customers.rules import Profile
from crm.lib.paging import PageAsked
from crm.lib.schema import In, Out
from crm.lib.sql_json import fields
from crm.lib.wire import DayIn, Line, Moment, Open, Text

Name = Annotated[Line, Field(max_length=100)]
Company = Annotated[Line, Field(max_length=150)]
Phone = Annotated[Line, Field(max_length=50, examples=["07700 900482"])]
Language = Annotated[str, Field(max_length=10, pattern=r"^([a-z]{2}(-[A-Z]{2})?)?$")]
Tag = Annotated[Line, Field(min_length=1, max_length=50)]
Tags = Annotated[list[Tag], Field(max_length=50)]
_OWN_COLUMNS = ("first_name", "last_name", "email", "phone", "company", "source_type")


class Address(Open):
    """Where they live or work."""

    line1: Line | None = None
    line2: Line | None = None
    city: Line | None = None
    county: Line | None = None
    postcode: Annotated[Line, Field(max_length=12)] | None = None
    country: Line | None = None


class SocialProfiles(Open):
    """Their names or addresses on social networks, by network."""


class CustomerPatch(In):
    """The fields to change; the others stay as they are. A field that is sent is replaced whole."""

    first_name: Name | None = None
    last_name: Name | None = None
    company: Company | None = None
    job_title: Name | None = None
    email: Line | None = None
    phone: Phone | None = None
    address: Address | None = None
    birthday: DayIn | None = None
    language: Language | None = None
    social_profiles: SocialProfiles | None = None
    tags: Tags | None = None
    customer_notes: Text | None = None
    preferred_contact: Customer.PreferredContact | None = None
    contact_frequency: Customer.ContactFrequency | None = None

    def changes(self) -> dict[str, Any]:
        """What was sent. Only a birthday can be taken back with null."""
        found = {name: getattr(self, name) for name in self.model_fields_set}
        return {
            name: value.kept() if isinstance(value, Open) else value
            for name, value in found.items()
            if value is not None or name == "birthday"
        }


class CustomerIn(CustomerPatch):
    """Somebody new: a name, a company, an email or a phone at least."""

    source_type: SourceType = SourceType.OTHER

    def profile(self) -> Profile:
        known = self.changes()
        own = {name: known.pop(name) for name in _OWN_COLUMNS if name in known}
        return Profile(**own, more=known)


class CustomerOut(Out):
    id: UUID
    first_name: str
    last_name: str
    company: str
    job_title: str
    email: str
    phone: str = Field(description="E.164", examples=["+447700900482"])
    phone_typed: str
    address: dict[str, Any]
    birthday: date | None
    language: str
    social_profiles: dict[str, Any]
    tags: list[str]
    customer_notes: str | None = Field(description="null unless the caller may see private details")
    preferred_contact: Customer.PreferredContact
    contact_frequency: Customer.ContactFrequency
    marketing_consent: bool
    sms_consent: bool
    source_type: SourceType
    acquisition_date: date
    referral_code: str | None
    external_source: str | None
    external_id: str | None
    version: int
    created_at: Moment
    updated_at: Moment

    @staticmethod
    def resolve_customer_notes(row: Customer, context: dict[str, Any]) -> str | None:
        may_see = context["request"].auth.can("customers.view_sensitive")
        return row.customer_notes if may_see else None


class CustomerPage(Out):
    """One page. The total is counted on the first page only, and no further than 10,000."""

    items: list[CustomerOut]
    next_cursor: str | None
    total: int | None
    total_is_capped: bool | None


class CustomersAsked(PageAsked):
    """Filters are combined with "and"."""

    email: str | None = Field(default=None, max_length=254)
    phone: str | None = Field(default=None, max_length=50)
    q: str | None = Field(
        default=None,
        min_length=3,
        max_length=100,
        description="a name, company, email, phone or outside number, typos forgiven: the 100 best",
    )
    sort: Literal["name", "-created_at"] = "name"

    @property
    def order(self) -> tuple[str, ...]:
        return ("sort_name", "id") if self.sort == "name" else ("-created_at", "-id")


def written(*, for_staff: Staff) -> RawSQL:
    """A customer as the JSON text of `CustomerOut`, with what this person may see."""
    hidden = {} if for_staff.can("customers.view_sensitive") else {"customer_notes": "NULL"}
    columns = fields(CustomerOut, "customers", **hidden)
    return RawSQL(f"json_build_object({columns})::text", [])  # noqa: S611 - our own columns
