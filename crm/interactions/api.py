"""The JSON door to what was said, and to the story it is part of."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from ninja.responses import Status

from crm.accounts.idempotency import idempotent
from crm.accounts.may import caller, may
from crm.activity.timeline import timeline
from crm.customers.models import Customer
from crm.interactions import rules
from crm.interactions.models import Interaction
from crm.interactions.wire import InteractionIn, InteractionOut, InteractionPage, Story, StoryAsked
from crm.leads.models import Lead
from crm.lib import paging
from crm.lib.paging import PageAsked

router = Router(tags=["interactions"])
NEWEST = ("-occurred_at", "-id")


@router.get("/leads/{uuid:lead_id}/interactions", response=InteractionPage)
@may("interactions.view")
def list_lead_interactions(
    request: HttpRequest, lead_id: UUID, asked: Query[PageAsked]
) -> dict[str, Any]:
    """What was said with a lead, the latest first."""
    return _page(request, asked, lead=_lead(request, lead_id))


@router.post("/leads/{uuid:lead_id}/add-interaction", response={201: InteractionOut})
@may("interactions.log")
@idempotent
def add_lead_interaction(
    request: HttpRequest, lead_id: UUID, body: InteractionIn
) -> Status[Interaction]:
    """Log a call, message or visit with a lead.

    Inbound reopens an unresponsive lead; a person's first outbound is the lead's first reply;
    `follow_up_date` schedules a follow-up.
    """
    lead = _lead(request, lead_id)
    said = rules.log(body.said(), by=caller(request), branch=lead.branch, lead=lead)
    return Status(201, said)


@router.get("/leads/{uuid:lead_id}/timeline", response=Story)
@may("interactions.view")
def lead_timeline(request: HttpRequest, lead_id: UUID, asked: Query[StoryAsked]) -> dict[str, Any]:
    """Everything that happened to a lead, newest first, in sentences."""
    lead = _lead(request, lead_id)
    return _story(request, asked, [("lead", lead.pk)], [])


@router.get("/customers/{uuid:customer_id}/interactions", response=InteractionPage)
@may("interactions.view")
def list_customer_interactions(
    request: HttpRequest, customer_id: UUID, asked: Query[PageAsked]
) -> dict[str, Any]:
    """What was said with a customer at the caller's branches, the latest first."""
    return _page(request, asked, customer=_customer(request, customer_id))


@router.post("/customers/{uuid:customer_id}/interactions", response={201: InteractionOut})
@may("interactions.log")
@idempotent
def add_customer_interaction(
    request: HttpRequest, customer_id: UUID, body: InteractionIn
) -> Status[Interaction]:
    """Log a call, message or visit with a customer, at the caller's home branch."""
    staff = caller(request)
    customer = _customer(request, customer_id)
    said = rules.log(body.said(), by=staff, branch=staff.home_branch, customer=customer)
    return Status(201, said)


@router.get("/customers/{uuid:customer_id}/timeline", response=Story)
@may("interactions.view")
def customer_timeline(
    request: HttpRequest, customer_id: UUID, asked: Query[StoryAsked]
) -> dict[str, Any]:
    """Everything that happened with a customer and the leads they came from, newest first."""
    customer = _customer(request, customer_id)
    leads = Lead.objects.visible_to(caller(request)).filter(converted_customer=customer)
    subjects = [("lead", pk) for pk in leads.order_by("-pk").values_list("pk", flat=True)[:20]]
    records = customer.records
    about = [("customer", pk) for pk in records]
    return _story(request, asked, [*about, *subjects], records)


def _lead(request: HttpRequest, lead_id: UUID) -> Lead:
    leads = Lead.objects.visible_to(caller(request)).select_related("branch", "converted_customer")
    return get_object_or_404(leads, pk=lead_id)


def _customer(request: HttpRequest, customer_id: UUID) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(caller(request)), pk=customer_id)


def _page(request: HttpRequest, asked: PageAsked, **with_whom: Lead | Customer) -> dict[str, Any]:
    rows = Interaction.objects.visible_to(caller(request)).filter(**with_whom)
    found = paging.page(rows, order=NEWEST, limit=asked.limit, cursor=asked.cursor)
    return {"items": found.items, **paging.tail(found, rows, is_first=asked.cursor is None)}


def _story(
    request: HttpRequest,
    asked: StoryAsked,
    subjects: list[tuple[str, UUID]],
    customers: list[UUID],
) -> dict[str, Any]:
    story = timeline(subjects, customers, caller(request), before=asked.before, limit=asked.limit)
    return {"items": story.entries, "older": story.older}
