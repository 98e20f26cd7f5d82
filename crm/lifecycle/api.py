"""The JSON door to a customer's lifecycle."""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import Field, model_validator

from crm.accounts.may import caller, may
from crm.accounts.models import Staff
from crm.customers.models import Customer
from crm.lib.refusal import Refusal
from crm.lib.schema import In, Out
from crm.lib.versions import expected, versioned
from crm.lib.wire import Line, Moment, MomentIn, Money, MoneyIn
from crm.lifecycle import rules
from crm.lifecycle.models import Lifecycle, Stage
from crm.lifecycle.stats import StageStats, stats

router = Router(tags=["lifecycle"])
READ_ONLY = frozenset({"id", "version", "created_at", "updated_at"})


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
    """A stage needs a reason when it is another one. What is left out stays as it is."""

    current_stage: Stage
    reason: Annotated[Line, Field(examples=["Sends us everybody"])] = ""
    assigned_to: UUID | None = None
    estimated_value: MoneyIn | None = Field(default=None, description="in pounds")
    next_action_due: MomentIn | None = None

    @model_validator(mode="before")
    @classmethod
    def not_owned_by_verbs(cls, body: Any) -> Any:
        for name in body if isinstance(body, dict) else ():
            if name in rules.OWNED_BY_VERBS:
                raise Refusal(rules.OWNED_BY_VERBS[name], field=name, status=422)
            if name in READ_ONLY:
                raise Refusal(
                    "This is written by the product, not by callers.", field=name, status=422
                )
        return body

    def changes(self) -> dict[str, Any]:
        """Only what was sent; nobody looks after them when `assigned_to` is null."""
        found = {name: getattr(self, name) for name in self.model_fields_set & rules.EDITABLE}
        if found.get("assigned_to") is not None:
            found["assigned_to"] = _staff(found["assigned_to"])
        if found.get("estimated_value", 0) is None:
            found["estimated_value"] = Decimal(0)
        return found


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
    """Move a customer by hand, with a reason, and say who looks after them, what they may be
    worth and when somebody is next in touch. A move holds until the facts say something new.
    """
    by = caller(request)
    customer = get_object_or_404(Customer.objects.visible_to(by), pk=customer_id)
    return rules.revise(
        customer,
        body.current_stage,
        body.changes(),
        reason=body.reason,
        by=by,
        version=expected(request),
    )


@router.get("/customers/{uuid:customer_id}/lifecycle", response=LifecycleOut)
@may("customers.view_own")
@versioned
def get_lifecycle(request: HttpRequest, customer_id: UUID) -> Lifecycle:
    """Where a customer stands, and since when. 404 as well when their life here has not begun."""
    rows = Lifecycle.objects.visible_to(caller(request))
    return get_object_or_404(rows, customer_id=customer_id)


def _staff(pk: UUID) -> Staff:
    """Whether they may look after this customer is the rule's question."""
    found = Staff.objects.people().filter(pk=pk).first()
    if found is None:
        raise Refusal("There is nobody with this id.", field="assigned_to", status=422)
    return found
