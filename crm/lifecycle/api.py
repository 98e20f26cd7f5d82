"""The JSON door to a customer's lifecycle."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import Field

from crm.accounts.may import caller, may
from crm.customers.models import Customer
from crm.lib.schema import In, Out
from crm.lib.versions import expected, versioned
from crm.lib.wire import Line, Moment, Money
from crm.lifecycle import rules
from crm.lifecycle.models import Lifecycle, Stage
from crm.lifecycle.stats import StageStats, stats

router = Router(tags=["lifecycle"])


class LifecycleOut(Out):
    id: UUID
    customer_id: UUID
    current_stage: Stage
    stage_entered_at: Moment
    previous_stage: str
    lifecycle_score: Money
    estimated_value: Money
    next_action_due: Moment | None
    assigned_to: UUID | None
    version: int
    created_at: Moment
    updated_at: Moment

    @staticmethod
    def resolve_assigned_to(row: Lifecycle) -> UUID | None:
        return row.assigned_to_id


class LifecycleIn(In):
    current_stage: Stage
    reason: Annotated[Line, Field(min_length=1, examples=["Sends us everybody"])]


class StageStatsOut(Out):
    """One stage. `leads` are not customers yet; `conversion` is a share from 0 to 1."""

    stage: Stage
    customers: int
    leads: int
    value: Money
    average_days: float | None
    conversion: float | None


@router.get("/customers/lifecycle/stats", response=list[StageStatsOut])
@may("customers.view_own")
def lifecycle_stats(request: HttpRequest) -> list[StageStats]:
    """How many stand in each stage, what they are worth, how long, and who goes on."""
    return stats(caller(request))


@router.put("/customers/{uuid:customer_id}/lifecycle", response=LifecycleOut)
@may("lifecycle.edit")
@versioned
def put_lifecycle(request: HttpRequest, customer_id: UUID, body: LifecycleIn) -> Lifecycle:
    """Move a customer by hand, with a reason. Holds until the facts say something new."""
    by = caller(request)
    customer = get_object_or_404(Customer.objects.visible_to(by), pk=customer_id)
    return rules.move(
        customer, body.current_stage, reason=body.reason, by=by, version=expected(request)
    )


@router.get("/customers/{uuid:customer_id}/lifecycle", response=LifecycleOut)
@may("customers.view_own")
@versioned
def get_lifecycle(request: HttpRequest, customer_id: UUID) -> Lifecycle:
    """Where a customer stands, and since when. 404 as well when their life here has not begun."""
    rows = Lifecycle.objects.visible_to(caller(request))
    return get_object_or_404(rows, customer_id=customer_id)
