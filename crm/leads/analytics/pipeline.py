"""Where the active leads stand, what they are worth, and how long they take."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Sum, Value

from crm.accounts.models import Staff
from crm.leads.models import Lead, LeadStage
from crm.lib import clock

LOOKING_BACK = timedelta(days=90)
OPEN_STAGES = (
    Lead.Qualification.UNQUALIFIED,
    Lead.Qualification.QUALIFYING,
    Lead.Qualification.QUALIFIED,
)


@dataclass(frozen=True)
class Stage:
    """One column of the pipeline, as it is now.

    `average_stay` is how long those who left it in the last 90 days had stood there;
    `average_wait` is how long those in it have stood there so far.
    """

    stage: str
    label: str
    leads: int
    value: Decimal
    average_stay: timedelta | None
    average_wait: timedelta | None


def pipeline(staff: Staff) -> list[Stage]:
    """The three stages of active leads, in order."""
    visible = Lead.objects.visible_to(staff)
    standing = {
        row[0]: row[1:]
        for row in visible.active()
        .values("qualification_status")
        .annotate(
            leads=Count("pk"),
            value=Sum("estimated_value"),
            wait=Avg(_span(Value(clock.now()), F("stage_entered_at"))),
        )
        .values_list("qualification_status", "leads", "value", "wait")
    }
    stays = dict(
        LeadStage.objects.filter(lead__in=visible, left_at__gte=clock.now() - LOOKING_BACK)
        .values("stage")
        .annotate(stay=Avg(_span(F("left_at"), F("entered_at"))))
        .values_list("stage", "stay")
    )
    stages = []
    for stage in OPEN_STAGES:
        leads, value, wait = standing.get(stage, (0, Decimal("0.00"), None))
        stages.append(Stage(stage, str(stage.label), leads, value, stays.get(stage), wait))
    return stages


def _span(until: F | Value, since: F) -> "ExpressionWrapper[Any]":
    return ExpressionWrapper(until - since, output_field=DurationField())
