"""The JSON door to who may be contacted how."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.responses import Status
from pydantic import Field

from crm.accounts.idempotency import idempotent
from crm.accounts.may import caller, may
from crm.consent import rules
from crm.consent.models import Consent
from crm.customers.addresses import normal_email, normal_phone
from crm.customers.models import Customer
from crm.lib.schema import In, Out
from crm.lib.wire import Line, Moment, Open, Text

router = Router(tags=["consent"])
LATEST = 100


class Evidence(Open):
    """Where and how they said it: a form, a page, a call."""


class ConsentIn(In):
    """What a customer said, in the words they were asked with."""

    channel: Consent.Channel
    purpose: Consent.Purpose
    decision: Consent.Decision
    wording: Annotated[Text, Field(min_length=1)]
    basis: Consent.Basis = Consent.Basis.CONSENT
    address: Line = Field("", description="one of theirs; the one we use unless given")
    evidence: Evidence = Evidence()

    def said(self) -> rules.Statement:
        return rules.Statement(
            channel=self.channel,
            purpose=self.purpose,
            decision=self.decision,
            wording=self.wording,
            basis=self.basis,
            evidence=self.evidence.kept(),
        )

    def normal(self) -> str:
        email = self.channel == Consent.Channel.EMAIL
        read = normal_email if email else normal_phone
        return read(self.address, field="address")


class ConsentOut(Out):
    id: UUID
    channel: Consent.Channel
    address: str
    purpose: Consent.Purpose
    decision: Consent.Decision
    basis: Consent.Basis
    wording: str
    evidence: dict[str, Any]
    recorded_by_id: UUID
    recorded_at: Moment


class VerdictOut(Out):
    """Whether we may, and why."""

    channel: Consent.Channel
    purpose: Consent.Purpose
    address: str
    allowed: bool
    reason: str


class ConsentsOut(Out):
    """The judgement per address, and what was said, the latest first, at most 100."""

    verdicts: list[VerdictOut]
    items: list[ConsentOut]


@router.get("/customers/{uuid:customer_id}/consents", response=ConsentsOut)
@may("customers.view_own")
def list_consents(request: HttpRequest, customer_id: UUID) -> dict[str, Any]:
    """How this customer may be contacted, and everything they ever said about it."""
    customer = _customer(request, customer_id)
    return {
        "verdicts": rules.verdicts(customer),
        "items": list(rules.history(customer)[:LATEST]),
    }


@router.post("/customers/{uuid:customer_id}/consents", response={201: ConsentOut})
@may("consent.record")
@idempotent
def record_consent(request: HttpRequest, customer_id: UUID, body: ConsentIn) -> Status[Consent]:
    """Record a yes, a no, or a yes that was taken back. The latest word about an address counts."""
    staff, customer = caller(request), _customer(request, customer_id)
    consent = rules.record_for(
        customer, body.said(), by=staff, branch=staff.home_branch, address=body.normal()
    )
    return Status(201, consent)


def _customer(request: HttpRequest, customer_id: UUID) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(caller(request)), pk=customer_id)
