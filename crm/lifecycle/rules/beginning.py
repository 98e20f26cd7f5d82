"""How a customer's life with the shop begins."""

from datetime import datetime

from django.db import transaction

from crm import activity, criteria
from crm.accounts.models import Staff
from crm.activity.listeners import answering
from crm.activity.models import Event
from crm.customers.models import Customer
from crm.leads.models import Lead
from crm.lib import clock
from crm.lifecycle.config import lifecycle_config
from crm.lifecycle.due import next_action
from crm.lifecycle.judging import facts_of, judged
from crm.lifecycle.models import Lifecycle, Stage, StageMove


@transaction.atomic
def begin(event: Event) -> Lifecycle:
    """`lead.converted`: the customer stands in CUSTOMER from now on, with the stages already
    passed written at their true dates. Somebody we knew before keeps their stage.
    """
    lead = Lead.objects.select_related("converted_customer", "assigned_to").get(pk=event.about_id)
    by = Staff.objects.get(pk=event.actor_id)
    assert lead.converted_customer is not None
    existing = Lifecycle.objects.filter(customer=lead.converted_customer).first()
    if existing is not None:
        return existing
    moves = _stages_passed(lead)
    previous = ""
    for stage, at in moves:
        StageMove.objects.create(
            customer=lead.converted_customer,
            from_stage=previous,
            to_stage=stage,
            moved_at=at,
            reason="lead converted",
            evidence={"lead_id": str(lead.pk), "lead_score": str(lead.lead_score)},
            moved_by=by,
        )
        previous = stage
    lifecycle = Lifecycle.objects.create(
        customer=lead.converted_customer,
        current_stage=Stage.CUSTOMER,
        previous_stage=moves[-2][0],
        stage_entered_at=moves[-1][1],
        next_action_due=next_action(Stage.CUSTOMER, moves[-1][1]),
        lifecycle_score=lead.lead_score,
        estimated_value=lead.estimated_value,
        assigned_to=lead.assigned_to,
    )
    activity.record(
        "lifecycle.begun",
        about=lifecycle,
        by=by,
        customer=lead.converted_customer,
        branch=lead.branch,
        stage=Stage.CUSTOMER,
    )
    return lifecycle


def welcome(event: Event) -> None:
    """`customer.created`: somebody who did not come by way of a lead stands where the rules
    say, from the day they were made. Whoever stands somewhere already stays there.
    """
    welcome_many([event])


@transaction.atomic
def welcome_many(events: list[Event]) -> None:
    """The same of many: after an import fifty thousand stand at the door."""
    arrived = {event.about_id: event for event in reversed(events)}
    rows = Customer.objects.filter(pk__in=arrived, deleted_at=None, lifecycle=None)
    customers = {customer.pk: customer for customer in rows.order_by("pk")}
    if not customers:
        return
    config, when, known = lifecycle_config(), criteria.When.now(), facts_of(customers)
    said = {key: judged(config, known[key], when) for key in customers}
    begun = _stand([(customer, said[customer.pk].stage) for customer in customers.values()])
    people = Staff.objects.in_bulk({arrived[row.customer_id].actor_id for row in begun})
    StageMove.objects.bulk_create(
        StageMove(
            customer_id=row.customer_id,
            to_stage=row.current_stage,
            moved_at=row.stage_entered_at,
            reason=said[row.customer_id].reason,
            evidence=criteria.recorded(known[row.customer_id]),
            config_version=lifecycle_config.version,
            moved_by=people[arrived[row.customer_id].actor_id],
        )
        for row in begun
    )
    for row in begun:
        event = arrived[row.customer_id]
        with answering(event):
            activity.record(
                "lifecycle.begun",
                about=row,
                by=people[event.actor_id],
                customer=row.customer_id,
                branch=event.branch_id,
                stage=row.current_stage,
            )


def _stand(placed: list[tuple[Customer, Stage]]) -> list[Lifecycle]:
    """Those who stood nowhere, now where they belong; not who was faster by another way."""
    wanted = [
        Lifecycle(
            customer=customer,
            current_stage=stage,
            stage_entered_at=customer.created_at,
            next_action_due=next_action(stage, customer.created_at),
        )
        for customer, stage in placed
    ]
    Lifecycle.objects.bulk_create(wanted, ignore_conflicts=True)
    ours = {row.pk for row in wanted}
    return list(Lifecycle.objects.filter(pk__in=ours).order_by("customer_id"))


def _stages_passed(lead: Lead) -> list[tuple[str, datetime]]:
    """LEAD when they first asked, PROSPECT when qualified, CUSTOMER now."""
    passed: list[tuple[str, datetime]] = [(Stage.LEAD, lead.created_at)]
    qualified = (
        lead.stages.filter(stage=Lead.Qualification.QUALIFIED).order_by("entered_at").first()
    )
    if qualified is not None:
        passed.append((Stage.PROSPECT, qualified.entered_at))
    passed.append((Stage.CUSTOMER, lead.converted_at or clock.now()))
    return passed
