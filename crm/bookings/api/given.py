"""What the API gives: a repair and what belongs to it, as JSON."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from crm.bookings.config import bookings_config
from crm.bookings.models import Booking, Fault, Part, Service, Status
from crm.catalogue.models import RepairType, UrgencyLevel
from crm.lib.schema import Out
from crm.lib.wire import Moment, Money


class BookingOut(Out):
    id: UUID
    number: int
    reference: str = Field(description="short enough to be said aloud", examples=["FX-1042"])
    branch_id: UUID
    customer_id: UUID
    device_id: UUID | None
    device_name: str
    lead_id: UUID | None
    repair_type: RepairType
    problem_description: str
    urgency_level: UrgencyLevel
    status: Status
    status_entered_at: Moment
    next_statuses: list[Status] = Field(description="where people may take it from here")
    service_type: Service
    base_price: Money | None = Field(description="as quoted, in pounds with VAT")
    final_price: Money | None = Field(description="as asked for, in pounds with VAT")
    price_quote_id: UUID | None
    preferred_date: Moment | None
    scheduled_date: Moment | None
    promised_at: Moment | None = Field(description="the promise in force")
    estimated_completion: Moment | None
    ready_at: Moment | None
    told_at: Moment | None = Field(description="when the customer heard that it is ready")
    completed_at: Moment | None
    collected_at: Moment | None
    assigned_technician_id: UUID | None
    device_condition: dict[str, Any]
    photo_urls: list[str]
    customer_info: dict[str, Any]
    internal_notes: str
    customer_notes: str
    external_source: str | None
    external_id: str | None
    warranty_until: date | None = Field(description="the last day it covers")
    warranty_of_id: UUID | None = Field(description="the first job, when this is a return")
    marketing_campaign_id: UUID | None
    referral_id: UUID | None
    acquisition_cost: Money | None
    profit_margin: Money | None = Field(description="percent of the price without VAT")
    customer_effort_score: Money | None = Field(description="1 to 5")
    nps_score: int | None = Field(description="0 to 10")
    satisfaction_notes: str
    version: int
    created_by: UUID
    created_at: Moment
    updated_at: Moment

    @staticmethod
    def resolve_next_statuses(row: Booking) -> list[Status]:
        return bookings_config().leads_to(row.status)

    @staticmethod
    def resolve_created_by(row: Booking) -> UUID:
        return row.created_by_id


class BookingPage(Out):
    """One page. The total is counted on the first page only, and no further than 10,000."""

    items: list[BookingOut]
    next_cursor: str | None
    total: int | None
    total_is_capped: bool | None


class StepOut(Out):
    """One line of the history. News that came late is kept without taking effect."""

    from_status: Status | None = Field(description="null: how it began")
    to_status: Status
    notes: str
    at: Moment
    by: UUID
    was_out_of_order: bool
    took_effect: bool
    source: str = Field(description="the system that told it, or empty")

    @staticmethod
    def resolve_from_status(row: Any) -> str | None:
        return row.from_status or None

    @staticmethod
    def resolve_by(row: Any) -> UUID:
        return UUID(str(row.by_id))


class PromiseOut(Out):
    promised_at: Moment
    made_at: Moment
    made_by: UUID
    reason: str
    kept: bool | None = Field(description="known once the work is done")
    is_first: bool = Field(description="what on time is measured by")

    @staticmethod
    def resolve_made_by(row: Any) -> UUID:
        return UUID(str(row.made_by_id))


class PartOut(Out):
    """Money is for one of them, in pounds."""

    id: UUID
    name: str
    sku: str
    quantity: int
    cost: Money | None
    price: Money | None
    status: Part.Status
    due_at: Moment | None
    created_at: Moment


class FaultOut(Out):
    id: UUID
    what: str
    seen_at: Moment
    seen_by: UUID
    decision: Fault.Decision
    decided_at: Moment | None
    price: Money | None

    @staticmethod
    def resolve_seen_by(row: Any) -> UUID:
        return UUID(str(row.seen_by_id))


class HistoryOut(Out):
    """Everything that is ever kept of a repair, oldest first."""

    steps: list[StepOut]
    promises: list[PromiseOut]
    parts: list[PartOut]
    faults: list[FaultOut]
