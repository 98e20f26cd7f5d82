"""What comes from outside waits for somebody's word, once for each thing over there."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.bookings import rules as bookings
from crm.customers.models import Customer
from crm.integrations.intents import Enquiry, Registration
from crm.integrations.models import Approval
from crm.integrations.rules import admission
from crm.leads import rules as leads
from crm.lib import clock, turns
from crm.lib.refusal import Refusal


@transaction.atomic
def propose(
    kind: str,
    intent: Registration | Enquiry,
    *,
    source: str,
    branch: Branch,
    by: Staff,
    flags: Sequence[str] = (),
    at_once: bool = False,
) -> tuple[Approval | None, bool]:
    """Let it wait, or with `at_once` approve it here and now; False when we had it before.

    `flags` say why it may not be serious: a flagged one always waits.
    """
    if intent.external_id:
        turns.wait_for("approval", source, kind, intent.external_id)
        known = Approval.objects.filter(source=source, kind=kind, external_id=intent.external_id)
        if known.exists() or _is_ours(kind, source, intent.external_id):
            return known.first(), False
    approval = Approval.objects.create(
        branch=branch,
        source=source,
        kind=kind,
        external_id=intent.external_id or None,
        content=intent.model_dump(mode="json"),
        flags=list(flags),
        **_shown(intent),
    )
    if at_once and not flags:
        return approve(approval, by=by), True
    activity.record("approval.waiting", about=approval, by=by, kind=kind, urgency=approval.urgency)
    return approval, True


@transaction.atomic
def approve(approval: Approval, *, by: Staff, into: Customer | None = None) -> Approval:
    """It becomes a customer or a lead; `into` is the customer a person has recognised."""
    approval = _locked(approval)
    admit = _register if approval.kind == Approval.Kind.REGISTRATION else _enquire
    admit(approval, by=by, into=into)
    _decide(approval, Approval.Status.APPROVED, by=by)
    activity.record(
        "approval.approved",
        about=approval,
        by=by,
        customer=approval.customer_id,
        kind=approval.kind,
        into=str(into or ""),
        lead_id=str(approval.lead_id or ""),
    )
    return approval


@transaction.atomic
def reject(approval: Approval, reason: str, *, by: Staff) -> Approval:
    """It becomes nothing, and the same one is not asked about again."""
    reason = reason.strip()
    if not reason:
        raise Refusal(_("Say why, so that others understand it."), field="reason", status=422)
    approval = _locked(approval)
    approval.reason = reason[:255]
    _decide(approval, Approval.Status.REJECTED, by=by)
    activity.record(
        "approval.rejected", about=approval, by=by, kind=approval.kind, reason=approval.reason
    )
    return approval


@transaction.atomic
def approve_together(
    chosen: Sequence[Approval], *, by: Staff, into: Customer | None = None
) -> list[Approval]:
    """All that one person has sent: the account first, so that the request finds its customer."""
    approved = []
    for approval in sorted(chosen, key=lambda each: each.kind != Approval.Kind.REGISTRATION):
        decided = approve(approval, by=by, into=into)
        into = into or decided.customer
        approved.append(decided)
    return approved


@transaction.atomic
def reject_together(chosen: Sequence[Approval], reason: str, *, by: Staff) -> list[Approval]:
    return [reject(approval, reason, by=by) for approval in chosen]


def _register(approval: Approval, *, by: Staff, into: Customer | None) -> None:
    registration = Registration.model_validate(approval.content)
    approval.customer = admission.make_customer(
        registration, source=approval.source, branch=approval.branch, by=by, into=into
    )


def _enquire(approval: Approval, *, by: Staff, into: Customer | None) -> None:
    enquiry = Enquiry.model_validate(approval.content)
    approval.customer = into
    approval.lead = admission.make_lead(
        enquiry, source=approval.source, branch=approval.branch, by=by, into=into
    )


def _decide(approval: Approval, status: str, *, by: Staff) -> None:
    approval.status = status
    approval.decided_by = by
    approval.decided_at = clock.now()
    approval.save(
        update_fields=["status", "decided_by", "decided_at", "reason", "customer", "lead"]
    )


def _locked(approval: Approval) -> Approval:
    approval = (
        Approval.objects.select_for_update(of=("self",))
        .select_related("branch", "decided_by")
        .get(pk=approval.pk)
    )
    if not approval.is_waiting:
        decided = {"who": str(approval.decided_by), "how": str(approval.get_status()).lower()}
        raise Refusal(_("%(who)s has already decided this: %(how)s.") % decided, field="status")
    return approval


def _is_ours(kind: str, source: str, external_id: str) -> bool:
    """Already a customer, a lead or a repair: by an import, or because it was booked first."""
    if kind == Approval.Kind.REGISTRATION:
        return Customer.objects.filter(external_source=source, external_id=external_id).exists()
    return bool(leads.known(source, external_id) or bookings.known(source, external_id))


def _shown(intent: Registration | Enquiry) -> dict[str, Any]:
    person = intent.person
    return {
        "name": person.name[:255],
        "email": person.normal_email,
        "phone": person.normal_phone,
        "external_user": person.external_user,
        "urgency": intent.urgency if isinstance(intent, Enquiry) else "",
    }
