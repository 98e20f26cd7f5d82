"""Getting back to people: promised, and done."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.responses import Status
from pydantic import Field

from crm.accounts.idempotency import idempotent
from crm.accounts.may import caller, may
from crm.leads import rules
from crm.leads.api.found import seen, worker_at
from crm.leads.api.given import LeadOut
from crm.leads.models import FollowUp, Lead
from crm.lib.schema import In, Out
from crm.lib.versions import conditional, expected, versioned
from crm.lib.wire import Line, Moment, MomentIn

router = Router()
LATEST = 100


class FollowUpIn(In):
    """When and how to get back to them. Without a person, whoever works the lead."""

    due_at: MomentIn = Field(examples=["2027-01-15T09:30:00Z"])
    channel: FollowUp.Channel = FollowUp.Channel.CALL
    note: Line = ""
    assigned_to: UUID | None = None


class DoneIn(In):
    """What came of it. Without an outcome we wait and see whether they answer."""

    outcome: FollowUp.Outcome | None = None


class FollowUpOut(Out):
    id: UUID
    lead_id: UUID
    due_at: Moment
    channel: FollowUp.Channel
    note: str
    assigned_to: UUID | None
    created_by: UUID
    created_at: Moment
    done_at: Moment | None
    outcome: FollowUp.Outcome | None

    @staticmethod
    def resolve_assigned_to(row: FollowUp) -> UUID | None:
        return row.assigned_to_id

    @staticmethod
    def resolve_created_by(row: FollowUp) -> UUID:
        return row.created_by_id

    @staticmethod
    def resolve_outcome(row: FollowUp) -> str | None:
        return row.outcome or None


@router.get("/{uuid:lead_id}/follow-ups", response=list[FollowUpOut])
@may("leads.view")
def list_follow_ups(request: HttpRequest, lead_id: UUID) -> list[FollowUp]:
    """The lead's follow-ups, the latest due first, at most 100."""
    return list(seen(request, lead_id).follow_ups.order_by("-due_at", "-pk")[:LATEST])


@router.post("/{uuid:lead_id}/schedule-follow-up", response={201: FollowUpOut})
@may("leads.edit")
@idempotent
@conditional
def schedule_follow_up(request: HttpRequest, lead_id: UUID, body: FollowUpIn) -> Status[FollowUp]:
    """Promise to get back to them; it stands on Today when the time comes."""
    lead = seen(request, lead_id)
    worker = worker_at(lead.branch_id, body.assigned_to) if body.assigned_to else None
    follow_up = rules.schedule_follow_up(
        lead,
        due_at=body.due_at,
        channel=body.channel,
        note=body.note,
        assigned_to=worker,
        by=caller(request),
        version=expected(request),
    )
    return Status(201, follow_up)


@router.post("/{uuid:lead_id}/follow-ups/{uuid:follow_up_id}/complete", response=LeadOut)
@may("leads.edit")
@versioned
def complete_follow_up(
    request: HttpRequest,
    lead_id: UUID,
    follow_up_id: UUID,
    body: DoneIn | None = None,
) -> Lead:
    """We did get back to them. Too many without an answer and the lead becomes UNRESPONSIVE."""
    follow_up = get_object_or_404(seen(request, lead_id).follow_ups, pk=follow_up_id)
    outcome = (body.outcome if body else None) or ""
    by, version = caller(request), expected(request)
    return rules.complete_follow_up(follow_up, outcome=outcome, by=by, version=version)
