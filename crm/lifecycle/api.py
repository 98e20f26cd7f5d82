"""The JSON door to a customer's lifecycle."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from crm.accounts.may import caller, may
from crm.lib.schema import Out
from crm.lib.versions import versioned
from crm.lib.wire import Moment, Money
from crm.lifecycle.models import Lifecycle, Stage

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


@router.get("/customers/{uuid:customer_id}/lifecycle", response=LifecycleOut)
@may("customers.view_own")
@versioned
def get_lifecycle(request: HttpRequest, customer_id: UUID) -> Lifecycle:
    """Where a customer stands, and since when. 404 as well when their life here has not begun."""
    rows = Lifecycle.objects.visible_to(caller(request))
    return get_object_or_404(rows, customer_id=customer_id)
