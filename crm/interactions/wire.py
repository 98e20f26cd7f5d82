"""How interactions and stories look in JSON."""

from html import unescape
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field, StrictInt

from crm.activity.timeline import MOST, Entry
from crm.interactions.models import Interaction
from crm.interactions.rules import Said
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
    metadata: Metadata = Metadata()

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
    sentiment: Interaction.Sentiment
    occurred_at: Moment
    created_at: Moment


class InteractionPage(Out):
    """One page. The total is counted on the first page only, and no further than 10,000."""

    items: list[InteractionOut]
    next_cursor: str | None
    total: int | None
    total_is_capped: bool | None


class StoryAsked(Schema):
    """Which part of a story."""

    limit: int = Field(20, ge=1, le=MOST)
    before: str | None = Field(default=None, max_length=500, description="`older` of the last part")


class Happened(Out):
    """One thing that happened; `sentence` is for people, the rest for programs."""

    id: UUID
    at: Moment
    verb: str = Field(examples=["lead.qualified"])
    about_type: str
    about_id: UUID
    by: str
    sentence: str

    @staticmethod
    def resolve_id(entry: Entry) -> UUID:
        return entry.event.pk

    @staticmethod
    def resolve_verb(entry: Entry) -> str:
        return entry.event.verb

    @staticmethod
    def resolve_about_type(entry: Entry) -> str:
        return entry.event.about_type

    @staticmethod
    def resolve_about_id(entry: Entry) -> UUID:
        return entry.event.about_id

    @staticmethod
    def resolve_sentence(entry: Entry) -> str:
        return unescape(entry.sentence)  # written for HTML


class Story(Out):
    """Part of a story, and where the older part begins (null when this is all)."""

    items: list[Happened]
    older: str | None
