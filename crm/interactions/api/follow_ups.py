"""What was promised to leads and customers, and what came of it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from crm.accounts.may import caller, may
from crm.interactions import rules
from crm.interactions.api.found import seen
from crm.interactions.due import EVERYONE, MINE, NOBODY, Due, Whose, counts, due
from crm.interactions.models import Interaction
from crm.interactions.wire import InteractionOut
from crm.leads.models import FollowUp
from crm.lib.paging import COUNT_CAP, PageAsked
from crm.lib.schema import In, Out
from crm.lib.versions import expected, versioned
from crm.lib.wire import Moment, MomentIn

router = Router()


class DueAsked(PageAsked):
    """Filters are combined with "and"."""

    whose: Whose = Field(EVERYONE, description=f"`{MINE}` is the caller's own, `{NOBODY}` nobody's")
    before: MomentIn | None = Field(default=None, description="due before this moment")


class DueOut(Out):
    """One open promise. Exactly one of `lead_id` and `customer_id` is given."""

    id: UUID = Field(description="of the lead's follow-up, or of the exchange with the customer")
    due_at: Moment
    channel: str = Field(examples=["CALL"])
    note: str
    name: str
    phone: str
    assigned_to: UUID | None
    lead_id: UUID | None
    customer_id: UUID | None
    interaction_id: UUID | None

    @staticmethod
    def resolve_assigned_to(row: Due) -> UUID | None:
        return row.assigned_to.pk if row.assigned_to else None


class DuePage(Out):
    """One page. The total is counted on the first page only, and no further than 10,000."""

    items: list[DueOut]
    next_cursor: str | None
    total: int | None
    total_is_capped: bool | None


class OutcomeIn(In):
    """What came of it; without an outcome it is simply done."""

    outcome: FollowUp.Outcome | None = None


class LaterIn(In):
    """When instead."""

    due_at: MomentIn


@router.get("/follow-ups", response=DuePage)
@may("interactions.view")
def list_due(request: HttpRequest, asked: Query[DueAsked]) -> dict[str, Any]:
    """Open follow-ups of leads and customers together, the longest due first."""
    staff = caller(request)
    found = due(
        staff, whose=asked.whose, before=asked.before, limit=asked.limit, cursor=asked.cursor
    )
    total = None
    if asked.cursor is None:
        total = counts(staff, {"all": {"whose": asked.whose, "before": asked.before}})["all"]
    return {
        "items": found.items,
        "next_cursor": found.next_cursor,
        "total": None if total is None else min(total, COUNT_CAP),
        "total_is_capped": None if total is None else total > COUNT_CAP,
    }


@router.post("/interactions/{uuid:interaction_id}/complete-follow-up", response=InteractionOut)
@may("interactions.log")
@versioned
def complete_promise(
    request: HttpRequest, interaction_id: UUID, body: OutcomeIn | None = None
) -> Interaction:
    """We got back to them. A lead's own follow-up is completed with it."""
    interaction = seen(request, interaction_id)
    outcome = (body.outcome if body else None) or ""
    by, version = caller(request), expected(request)
    return rules.complete_follow_up(interaction, outcome=outcome, by=by, version=version)


@router.post("/interactions/{uuid:interaction_id}/postpone-follow-up", response=InteractionOut)
@may("interactions.log")
@versioned
def postpone_promise(request: HttpRequest, interaction_id: UUID, body: LaterIn) -> Interaction:
    """Not now: it is due at another time."""
    interaction = seen(request, interaction_id)
    return rules.postpone_follow_up(interaction, due_at=body.due_at, by=caller(request))
