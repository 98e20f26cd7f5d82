"""Leads on their way: found out about, qualified, given to somebody, converted."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router

from crm.accounts.idempotency import idempotent
from crm.accounts.may import caller, may
from crm.customers.models import Customer
from crm.leads import rules
from crm.leads.api.found import seen, worker_at
from crm.leads.api.given import LeadOut
from crm.leads.models import Lead
from crm.lib.schema import In, Out
from crm.lib.versions import conditional, expected, versioned

router = Router()


class AssignIn(In):
    """Who works the lead from now on; null for nobody."""

    assigned_to: UUID | None


class ConvertIn(In):
    """Who the lead is, when a person has decided it; otherwise whoever certainly is them."""

    customer_id: UUID | None = None


class ConvertedOut(Out):
    lead: LeadOut
    customer_id: UUID
    is_new_customer: bool


@router.post("/{uuid:lead_id}/start-qualifying", response=LeadOut)
@may("leads.edit")
@versioned
def start_qualifying_lead(request: HttpRequest, lead_id: UUID) -> Lead:
    """Somebody is finding out what this lead needs."""
    lead = seen(request, lead_id)
    return rules.start_qualifying(lead, by=caller(request), version=expected(request))


@router.post("/{uuid:lead_id}/qualify", response=LeadOut)
@may("leads.edit")
@versioned
def qualify_lead(request: HttpRequest, lead_id: UUID) -> Lead:
    """Mark the lead as qualified: the need is real and ours to fix."""
    lead = seen(request, lead_id)
    return rules.qualify(lead, by=caller(request), version=expected(request))


@router.post("/{uuid:lead_id}/unqualify", response=LeadOut)
@may("leads.edit")
@versioned
def unqualify_lead(request: HttpRequest, lead_id: UUID) -> Lead:
    """Back to the first column: what was thought of this lead does not hold."""
    lead = seen(request, lead_id)
    return rules.unqualify(lead, by=caller(request), version=expected(request))


@router.post("/{uuid:lead_id}/assign", response=LeadOut)
@may("leads.assign")
@versioned
def assign_lead(request: HttpRequest, lead_id: UUID, body: AssignIn) -> Lead:
    """Give the lead to somebody who works at its branch, or to nobody."""
    lead = seen(request, lead_id)
    to = worker_at(lead.branch_id, body.assigned_to) if body.assigned_to else None
    return rules.assign(lead, to, by=caller(request), version=expected(request))


@router.post("/{uuid:lead_id}/convert", response=ConvertedOut)
@may("leads.edit")
@idempotent
@conditional
def convert_lead(
    request: HttpRequest, lead_id: UUID, body: ConvertIn | None = None
) -> dict[str, object]:
    """Make the lead a customer: found again or new, with everything carried over.

    Converting twice answers the first result.
    """
    staff, into = caller(request), None
    if body and body.customer_id:
        into = get_object_or_404(Customer.objects.visible_to(staff), pk=body.customer_id)
    done = rules.convert(seen(request, lead_id), by=staff, into=into, version=expected(request))
    return {"lead": done.lead, "customer_id": done.customer.pk, "is_new_customer": done.is_new}
