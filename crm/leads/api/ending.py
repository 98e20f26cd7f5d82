"""How a lead ends without a sale, and how it comes back."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from crm.accounts.may import caller, may
from crm.leads import rules
from crm.leads.api.found import seen
from crm.leads.api.given import LeadOut
from crm.leads.models import Lead
from crm.lib.schema import In
from crm.lib.versions import expected, versioned
from crm.lib.wire import Line

router = Router()


class WhyIn(In):
    """Why: what others can learn from it."""

    reason: Annotated[Line, Field(min_length=1, examples=["Went to another shop"])]


@router.post("/{uuid:lead_id}/disqualify", response=LeadOut)
@may("leads.edit")
@versioned
def disqualify_lead(request: HttpRequest, lead_id: UUID, body: WhyIn) -> Lead:
    """Not a need we can serve. Closes the lead; `reopen` takes it back."""
    lead = seen(request, lead_id)
    by, version = caller(request), expected(request)
    return rules.disqualify(lead, reason=body.reason, by=by, version=version)


@router.post("/{uuid:lead_id}/lose", response=LeadOut)
@may("leads.edit")
@versioned
def lose_lead(request: HttpRequest, lead_id: UUID, body: WhyIn) -> Lead:
    """They went elsewhere or gave up."""
    lead = seen(request, lead_id)
    return rules.lose(lead, reason=body.reason, by=caller(request), version=expected(request))


@router.post("/{uuid:lead_id}/reopen", response=LeadOut)
@may("leads.edit")
@versioned
def reopen_lead(request: HttpRequest, lead_id: UUID) -> Lead:
    """The lead is worked again, as if it had not been closed."""
    lead = seen(request, lead_id)
    return rules.reopen(lead, by=caller(request), version=expected(request))
