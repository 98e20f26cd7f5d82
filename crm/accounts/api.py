"""The JSON door: who am I, who works here and where, and a ticket for the live socket."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from crm.accounts import rules
from crm.accounts.may import caller, may, signed_in
from crm.accounts.models import Branch, Staff
from crm.lib.schema import Out

router = Router(tags=["accounts"])


class StaffOut(Out):
    id: UUID
    name: str
    role: str
    is_active: bool


class MeOut(StaffOut):
    permissions: list[str]
    branch_ids: list[UUID]
    sees_all_branches: bool


class BranchOut(Out):
    id: UUID
    name: str
    slug: str
    phone: str
    email: str
    address: str
    is_active: bool


class TicketOut(Out):
    ticket: str
    expires_in: int


@router.get("/me", response=MeOut)
@signed_in
def me(request: HttpRequest) -> dict[str, object]:
    """Who the caller is and what they may do."""
    staff = caller(request)
    return {
        "id": staff.pk,
        "name": staff.name,
        "role": staff.role,
        "is_active": staff.is_active,
        "permissions": sorted(staff.permissions),
        "branch_ids": sorted(staff.branch_ids),
        "sees_all_branches": staff.sees_all_branches,
    }


@router.get("/staff", response=list[StaffOut])
@may("leads.view")
def colleagues(request: HttpRequest) -> list[Staff]:
    """The people a lead can be given to, as far as the caller may see them."""
    return list(Staff.objects.visible_to(caller(request)).active()[:100])


@router.get("/branches", response=list[BranchOut])
@signed_in
def branches(request: HttpRequest) -> list[Branch]:
    """The branches the caller sees."""
    return list(Branch.objects.visible_to(caller(request))[:100])


@router.post("/live-ticket", response={201: TicketOut})
@signed_in
def live_ticket(request: HttpRequest) -> dict[str, object]:
    """A ticket that opens one live socket within the next minute (`/ws/crm?ticket=...`)."""
    ticket = rules.issue_live_ticket(by=caller(request))
    return {"ticket": ticket, "expires_in": int(rules.TICKET_LIFETIME.total_seconds())}
