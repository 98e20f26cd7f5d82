"""How pairs and merges look in JSON."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from crm.customers.models import Duplicate
from crm.lib.schema import In, Out
from crm.lib.wire import Moment


class MergeIn(In):
    """The customer who is left."""

    into: UUID
    into_version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = Field(
        default=None, description="The version of `into` you last saw; 412 when it has moved on."
    )


class MergeOut(Out):
    id: UUID
    survivor_id: UUID
    loser_id: UUID
    merged_at: Moment
    merged_by_id: UUID
    undone_at: Moment | None
    undone_by_id: UUID | None


class AlikeOut(Out):
    id: UUID
    name: str
    company: str
    email: str
    phone: str
    acquisition_date: date
    version: int


class DuplicateOut(Out):
    id: UUID
    first: AlikeOut
    second: AlikeOut
    reasons: list[Duplicate.Reason]
    score: int = Field(ge=0, le=100, description="How sure, of 100.")
    created_at: Moment


class DuplicatePage(Out):
    """One page. The total is counted on the first page only, and no further than 10,000."""

    items: list[DuplicateOut]
    next_cursor: str | None
    total: int | None
    total_is_capped: bool | None
