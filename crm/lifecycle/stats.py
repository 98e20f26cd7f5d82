"""How many stand in each stage, what they are worth, how long they stay, who moves on."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Min, Q, Sum, Value

from crm.accounts.models import Staff
from crm.customers.models import Customer
from crm.leads.models import Lead
from crm.lib import clock
from crm.lifecycle.listing import Wanted, narrowed, narrowed_leads
from crm.lifecycle.models import Lifecycle, Stage, StageMove


@dataclass(frozen=True)
class Standing:
    """Who stands in a stage now.

    `leads` are those not yet converted, who count beside the `customers`; `average_days` is
    how long those who stand here have stood here; `overdue` customers are due a word.
    """

    stage: Stage
    customers: int
    leads: int
    value: Decimal
    average_days: float | None
    overdue: int


@dataclass(frozen=True)
class StageStats(Standing):
    """With the share (0 to 1) of all customers who were ever here and went on to a later
    stage, None while nobody was.
    """

    conversion: float | None


def stats(staff: Staff) -> list[StageStats]:
    """The five stages in order, over the customers and leads this person may see."""
    share = went_on(staff)
    return [
        StageStats(**vars(here), conversion=share.get(here.stage))
        for here in standing(staff, Wanted())
    ]


def standing(staff: Staff, wanted: Wanted) -> list[Standing]:
    """The five stages in order, in two statements."""
    found, asking = _customers(staff, wanted), _leads(staff, wanted)
    return [
        Standing(
            stage=stage,
            customers=found.get(stage, {}).get("number", 0),
            leads=asking.get(f"{stage}_number") or 0,
            value=found.get(stage, {}).get("value", Decimal(0))
            + (asking.get(f"{stage}_value") or Decimal(0)),
            average_days=_days(found.get(stage, {}).get("stay")),
            overdue=found.get(stage, {}).get("overdue", 0),
        )
        for stage in Stage
    ]


def _customers(staff: Staff, wanted: Wanted) -> dict[str, dict[str, Any]]:
    now = clock.now()
    since = ExpressionWrapper(Value(now) - F("stage_entered_at"), output_field=DurationField())
    rows = (
        narrowed(Lifecycle.objects.visible_to(staff), wanted, to=staff)
        .order_by()
        .values("current_stage")
        .annotate(
            number=Count("pk"),
            value=Sum("estimated_value"),
            stay=Avg(since),
            overdue=Count("pk", filter=Q(next_action_due__lte=now)),
        )
    )
    return {row["current_stage"]: dict(row) for row in rows}


def _leads(staff: Staff, wanted: Wanted) -> dict[str, Any]:
    """Unconverted leads stand in LEAD, and in PROSPECT once qualified."""
    qualified = Q(qualification_status=Lead.Qualification.QUALIFIED)
    leads = narrowed_leads(Lead.objects.visible_to(staff).active(), wanted, to=staff)
    return leads.aggregate(
        LEAD_number=Count("pk", filter=~qualified),
        LEAD_value=Sum("estimated_value", filter=~qualified),
        PROSPECT_number=Count("pk", filter=qualified),
        PROSPECT_value=Sum("estimated_value", filter=qualified),
    )


def went_on(staff: Staff) -> dict[str, float]:
    """Of the customers who entered each stage, the share who later entered a further one."""
    firsts = {f"first_{stage}": Min("moved_at", filter=Q(to_stage=stage.value)) for stage in Stage}
    per_customer = (
        StageMove.objects.filter(customer__in=Customer.objects.visible_to(staff).values("pk"))
        .order_by()
        .values("customer")
        .annotate(**firsts)
    )
    counts: dict[str, Any] = {}
    stages = list(Stage)
    for place, stage in enumerate(stages):
        here = Q(**{f"first_{stage}__isnull": False})
        further = Q(customer=None)
        for later in stages[place + 1 :]:
            further |= Q(**{f"first_{later}__gte": F(f"first_{stage}")})
        counts[f"{stage}_in"] = Count("customer", filter=here)
        counts[f"{stage}_on"] = Count("customer", filter=here & further)
    found = per_customer.aggregate(**counts)
    return {
        stage: found[f"{stage}_on"] / found[f"{stage}_in"]
        for stage in stages
        if found[f"{stage}_in"]
    }


def _days(stay: Any) -> float | None:
    return None if stay is None else round(stay.total_seconds() / 86_400, 1)
