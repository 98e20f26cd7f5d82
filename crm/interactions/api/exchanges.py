"""What was said, with a lead or a customer: listed, logged, corrected, taken back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from ninja.responses import Status

from crm.accounts.idempotency import idempotent
from crm.accounts.may import caller, may
from crm.accounts.models import Staff
from crm.customers.models import Customer
from crm.interactions import rules
from crm.interactions.api.found import customer_of, lead_of, seen
from crm.interactions.models import Interaction
from crm.interactions.wire import InteractionIn, InteractionOut, InteractionPage
from crm.leads.models import Lead
from crm.lib import paging
from crm.lib.paging import PageAsked
from crm.lib.refusal import Refusal
from crm.lib.versions import conditional, expected, versioned

router = Router()
NEWEST = ("-occurred_at", "-id")


@router.get("/leads/{uuid:lead_id}/interactions", response=InteractionPage)
@may("interactions.view")
def list_lead_interactions(
    request: HttpRequest, lead_id: UUID, asked: Query[PageAsked]
) -> dict[str, Any]:
    """What was said with a lead, the latest first."""
    return _page(request, asked, lead=lead_of(request, lead_id))


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
    lead = lead_of(request, lead_id)
    said = rules.log(
        body.said(),
        by=caller(request),
        branch=lead.branch,
        lead=lead,
        staff_member=_who(body, lead.branch_id),
    )
    return Status(201, said)


@router.get("/customers/{uuid:customer_id}/interactions", response=InteractionPage)
@may("interactions.view")
def list_customer_interactions(
    request: HttpRequest, customer_id: UUID, asked: Query[PageAsked]
) -> dict[str, Any]:
    """What was said with a customer at the caller's branches, the latest first."""
    return _page(request, asked, customer=customer_of(request, customer_id))


@router.post("/customers/{uuid:customer_id}/interactions", response={201: InteractionOut})
@may("interactions.log")
@idempotent
def add_customer_interaction(
    request: HttpRequest, customer_id: UUID, body: InteractionIn
) -> Status[Interaction]:
    """Log a call, message or visit with a customer, at the caller's home branch."""
    staff = caller(request)
    customer = customer_of(request, customer_id)
    branch = staff.home_branch
    said = rules.log(
        body.said(),
        by=staff,
        branch=branch,
        customer=customer,
        staff_member=_who(body, branch.pk),
    )
    return Status(201, said)


@router.get("/interactions/{uuid:interaction_id}", response=InteractionOut)
@may("interactions.view")
@versioned
def get_interaction(request: HttpRequest, interaction_id: UUID) -> Interaction:
    """One exchange."""
    return seen(request, interaction_id)


@router.put("/interactions/{uuid:interaction_id}", response=InteractionOut)
@may("interactions.edit")
@versioned
def correct_interaction(
    request: HttpRequest, interaction_id: UUID, body: InteractionIn
) -> Interaction:
    """Say again what was said; a field that is left out has its default.

    Only `occurred_at` and `staff_member_id` stay as they are when left out. Whom it was with
    does not change. Another `follow_up_date` moves the follow-up, none takes it back.
    """
    interaction = seen(request, interaction_id)
    return rules.edit(
        interaction,
        body.said(),
        by=caller(request),
        staff_member=_who(body, interaction.branch_id),
        version=expected(request),
    )


@router.delete("/interactions/{uuid:interaction_id}", response={204: None})
@may("interactions.edit")
@conditional
def remove_interaction(request: HttpRequest, interaction_id: UUID) -> Status[None]:
    """Take back what was logged by mistake: nobody sees it any more, and `restore` undoes it."""
    interaction = seen(request, interaction_id)
    rules.remove(interaction, by=caller(request), version=expected(request))
    return Status(204, None)


@router.post("/interactions/{uuid:interaction_id}/restore", response=InteractionOut)
@may("interactions.edit")
@versioned
def restore_interaction(request: HttpRequest, interaction_id: UUID) -> Interaction:
    """Bring back what was taken back."""
    rows = Interaction.objects.even_removed(caller(request))
    interaction = get_object_or_404(rows.select_related("lead"), pk=interaction_id)
    return rules.restore(interaction, by=caller(request), version=expected(request))


def _who(body: InteractionIn, branch_id: UUID) -> Staff | None:
    if body.staff_member_id is None:
        return None
    person = Staff.objects.working_at(branch_id).filter(pk=body.staff_member_id).first()
    if person is None:
        raise Refusal("Nobody like this works there.", field="staff_member_id", status=422)
    return person


def _page(request: HttpRequest, asked: PageAsked, **with_whom: Lead | Customer) -> dict[str, Any]:
    rows = Interaction.objects.visible_to(caller(request)).filter(**with_whom)
    shown = rows.select_related("lead_follow_up")
    found = paging.page(shown, order=NEWEST, limit=asked.limit, cursor=asked.cursor)
    return {"items": found.items, **paging.tail(found, rows, is_first=asked.cursor is None)}
