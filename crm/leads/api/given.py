"""What the API gives: a lead as JSON, written by Python or (for reading) by PostgreSQL.

`LeadOut` is the one declaration. `Written` asks PostgreSQL for the same JSON as text, which
costs a tenth of building models and dumping them; a test holds the two to each other.
"""

from typing import Any
from uuid import UUID

from django.db.models import Exists, Func, OuterRef, TextField
from pydantic import Field

from crm.accounts.models import Staff
from crm.customers.models import Customer, SourceType
from crm.leads.models import Lead
from crm.lib.schema import Out
from crm.lib.sql_json import fields
from crm.lib.wire import Moment, Money


class Reason(Out):
    """One reason for the score: what it is, its points of 100, its share of the score."""

    feature: str
    label: str
    value: str
    points: float
    share: float


class LeadOut(Out):
    id: UUID
    branch_id: UUID
    source_type: SourceType
    source_details: dict[str, Any]
    lead_score: Money = Field(ge=0, le=100)
    score_reasons: list[Reason]
    score_version: str = Field(description="the version of the scoring configuration")
    qualification_status: Lead.Qualification
    contact_info: dict[str, Any]
    device_interest: dict[str, Any]
    initial_needs: str
    budget_range: str
    estimated_value: Money = Field(description="in pounds")
    urgency_level: Lead.Urgency
    assigned_to: UUID | None
    converted_customer_id: UUID | None
    converted_at: Moment | None
    looks_like_id: UUID | None = Field(
        description="a customer this may be; null as well when the caller may not see them"
    )
    looks_like_reasons: list[str] = Field(
        description="why this may be somebody known: email, phone, name; empty when nobody is"
    )
    follow_up_count: int
    unanswered_count: int
    first_reply_at: Moment | None
    last_contact_at: Moment | None
    next_follow_up: Moment | None
    status: Lead.Status
    lost_reason: str
    disqualified_reason: str
    external_source: str | None
    external_id: str | None
    stage_entered_at: Moment
    version: int
    created_at: Moment
    updated_at: Moment

    @staticmethod
    def resolve_assigned_to(lead: Lead) -> UUID | None:
        return lead.assigned_to_id

    @staticmethod
    def resolve_looks_like_id(lead: Lead, context: dict[str, Any]) -> UUID | None:
        if lead.looks_like_id is None:
            return None
        seen = Customer.objects.visible_to(context["request"].auth).filter(pk=lead.looks_like_id)
        return lead.looks_like_id if seen.exists() else None


class LeadPage(Out):
    """One page. The total is counted on the first page only, and no further than 10,000."""

    items: list[LeadOut]
    next_cursor: str | None
    total: int | None
    total_is_capped: bool | None


class Written(Func):
    """A lead as the JSON text of `LeadOut`, with what `staff` may see."""

    template = (
        "json_build_object("
        + fields(LeadOut, "leads", looks_like_id="CASE WHEN %(expressions)s THEN looks_like_id END")
        + ")::text"
    )
    output_field = TextField()

    def __init__(self, staff: Staff) -> None:
        seen = Customer.objects.visible_to(staff).filter(pk=OuterRef("looks_like_id"))
        super().__init__(Exists(seen))
