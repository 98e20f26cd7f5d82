"""Leads as rows: list, read, create, replace, change, hide, bring back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from ninja.responses import Status

from crm.accounts.idempotency import idempotent
from crm.accounts.may import caller, may
from crm.accounts.models import Branch, Staff
from crm.leads import rules
from crm.leads.api.asked import LeadsAsked
from crm.leads.api.found import known_once, seen, worker_at
from crm.leads.api.given import LeadOut, LeadPage, Written
from crm.leads.api.taken import LeadIn, LeadPatch, LeadPut
from crm.leads.models import Lead
from crm.lib import sql_json
from crm.lib.refusal import Refusal
from crm.lib.versions import expected, versioned

router = Router(tags=["leads"])


@router.get("", response=LeadPage)
@may("leads.view")
def list_leads(request: HttpRequest, asked: Query[LeadsAsked]) -> HttpResponse:
    """Leads of the caller's branches, newest first unless sorted otherwise."""
    staff = caller(request)
    rows = asked.of(Lead.objects.visible_to(staff)).annotate(body=Written(staff))
    return sql_json.answer(rows, order=asked.order, limit=asked.limit, cursor=asked.cursor)


@router.post("", response={201: LeadOut})
@may("leads.create")
@idempotent
@versioned
def create_lead(request: HttpRequest, response: HttpResponse, body: LeadIn) -> Status[Lead]:
    """Take a lead in: it is scored, compared with everyone known, and given to somebody."""
    staff = caller(request)
    new = rules.NewLead(
        **body.values(), external_source=body.external_source, external_id=body.external_id
    )
    branch = _branch(body, staff)
    with known_once():
        lead = rules.create(new, by=staff, branch=branch, assigned_to=_worker(body, branch, staff))
    response["Location"] = f"{request.path}/{lead.pk}"
    return Status(201, lead)


@router.get("/{uuid:lead_id}", response=LeadOut)
@may("leads.view")
@versioned
def get_lead(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """One lead."""
    staff = caller(request)
    rows = Lead.objects.visible_to(staff).filter(pk=lead_id).annotate(body=Written(staff))
    row = rows.values_list("body", "version").first()
    return sql_json.one(row)


@router.put("/{uuid:lead_id}", response=LeadOut)
@may("leads.edit")
@versioned
def replace_lead(request: HttpRequest, lead_id: UUID, body: LeadPut) -> Lead:
    """Replace everything that people edit; what is left out goes back to its default."""
    lead = seen(request, lead_id)
    return rules.edit(lead, body.values(), by=caller(request), version=expected(request))


@router.patch("/{uuid:lead_id}", response=LeadOut)
@may("leads.edit")
@versioned
def change_lead(request: HttpRequest, lead_id: UUID, body: LeadPatch) -> Lead:
    """Change the fields that are sent."""
    lead = seen(request, lead_id)
    return rules.edit(lead, body.values(), by=caller(request), version=expected(request))


@router.delete("/{uuid:lead_id}", response={204: None})
@may("leads.delete")
@versioned
def delete_lead(request: HttpRequest, lead_id: UUID) -> Status[None]:
    """Hide the lead everywhere. Nothing is erased; `restore` brings it back."""
    rules.delete(seen(request, lead_id), by=caller(request), version=expected(request))
    return Status(204, None)


@router.post("/{uuid:lead_id}/restore", response=LeadOut)
@may("leads.delete")
@versioned
def restore_lead(request: HttpRequest, lead_id: UUID) -> Lead:
    """Bring a hidden lead back whole."""
    staff = caller(request)
    mine = Lead.objects.hidden_from_lists(staff) | Lead.objects.visible_to(staff)
    lead = get_object_or_404(mine, pk=lead_id)
    return rules.restore(lead, by=staff, version=expected(request))


def _branch(body: LeadIn, staff: Staff) -> Branch:
    if body.branch_id is None:
        return staff.home_branch
    branch = Branch.objects.visible_to(staff).active().filter(pk=body.branch_id).first()
    if branch is None:
        raise Refusal("You do not work at such a branch.", field="branch_id", status=422)
    return branch


def _worker(body: LeadIn, branch: Branch, staff: Staff) -> Staff | None:
    """Whom the caller gives the new lead to, if they may."""
    if body.assigned_to is None:
        return None
    if not staff.can("leads.assign"):
        raise Refusal("Your role does not include giving leads to somebody.", status=403)
    return worker_at(branch.pk, body.assigned_to)
