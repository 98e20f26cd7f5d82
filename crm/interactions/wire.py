"""How interactions look in JSON."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StrictBool, StrictInt, ValidationInfo, field_validator

from crm.interactions.models import Interaction
from crm.interactions.rules import Said
from crm.leads.models import FollowUp
from crm.lib.schema import In, Out
from crm.lib.wire import Line, Moment, MomentIn, Open, Text


class Metadata(Open):
    """Whatever else belongs to it, such as a call's id at the telephone company."""


class InteractionIn(In):
    """One exchange, as whoever logs it tells it."""

    interaction_type: Interaction.Type
    direction: Interaction.Direction
    channel: Interaction.Channel | None = Field(
        default=None, description="the type's usual one unless given"
    )
    subject: Line = ""
    content: Text = ""
    outcome: Line = ""
    sentiment: Interaction.Sentiment = Interaction.Sentiment.NEUTRAL
    duration_minutes: Annotated[StrictInt, Field(ge=0, le=10_000)] | None = None
    occurred_at: MomentIn | None = Field(default=None, description="now unless given")
    follow_up_date: MomentIn | None = None
    follow_up_required: StrictBool | None = Field(
        default=None, description="true exactly when `follow_up_date` is given, so best left out"
    )
    staff_member_id: UUID | None = Field(
        default=None, description="who had it: the caller when it is new, else as it was"
    )
    metadata: Metadata = Metadata()

    @field_validator("follow_up_required")
    @classmethod
    def promise_has_a_time(cls, wanted: bool | None, info: ValidationInfo) -> bool | None:
        if wanted is not None and wanted != (info.data.get("follow_up_date") is not None):
            raise ValueError("it goes with a follow_up_date")
        return wanted

    def said(self) -> Said:
        return Said(
            interaction_type=self.interaction_type,
            direction=self.direction,
            channel=self.channel or "",
            subject=self.subject,
            content=self.content,
            outcome=self.outcome,
            sentiment=self.sentiment,
            duration_minutes=self.duration_minutes,
            occurred_at=self.occurred_at,
            follow_up_date=self.follow_up_date,
            metadata=self.metadata.kept(),
        )


class InteractionOut(Out):
    id: UUID
    branch_id: UUID
    customer_id: UUID | None
    lead_id: UUID | None
    interaction_type: Interaction.Type
    channel: Interaction.Channel
    direction: Interaction.Direction
    subject: str
    content: str
    metadata: dict[str, Any]
    staff_member_id: UUID | None
    booking_id: UUID | None
    duration_minutes: int | None
    outcome: str
    follow_up_required: bool
    follow_up_date: Moment | None
    follow_up_assigned_to: UUID | None
    follow_up_done_at: Moment | None
    follow_up_outcome: FollowUp.Outcome | None
    sentiment: Interaction.Sentiment
    occurred_at: Moment
    version: int
    created_at: Moment
    updated_at: Moment

    # While a lead is open its own follow-up carries the promise, so it knows what came of it.
    @staticmethod
    def resolve_follow_up_assigned_to(row: Interaction) -> UUID | None:
        planned = row.lead_follow_up
        return planned.assigned_to_id if planned else row.follow_up_assigned_to_id

    @staticmethod
    def resolve_follow_up_done_at(row: Interaction) -> datetime | None:
        return row.lead_follow_up.done_at if row.lead_follow_up else row.follow_up_done_at

    @staticmethod
    def resolve_follow_up_outcome(row: Interaction) -> str | None:
        planned = row.lead_follow_up
        return (planned.outcome if planned else row.follow_up_outcome) or None


class InteractionPage(Out):
    """One page. The total is counted on the first page only, and no further than 10,000."""

    items: list[InteractionOut]
    next_cursor: str | None
    total: int | None
    total_is_capped: bool | None
