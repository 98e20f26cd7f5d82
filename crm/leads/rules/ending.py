"""How a lead ends without a sale, and how it comes back."""

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.leads.models import FollowUp, Lead
from crm.leads.rules.saving import enter_stage, locked, must_be_active, save
from crm.lib import clock, versions
from crm.lib.refusal import Refusal


@transaction.atomic
def lose(lead: Lead, *, reason: str, by: Staff, version: int | None = None) -> Lead:
    """They went elsewhere or gave up. The reason is what the owner learns from."""
    lead = locked(lead, version=version)
    must_be_active(lead, "Only an active lead can be marked as lost.")
    if not reason.strip():
        raise Refusal("Say why, so that others can learn from it.", field="reason", status=422)
    return close(lead, Lead.Status.LOST, "lead.lost", by=by, reason=reason.strip()[:255])


@transaction.atomic
def reopen(lead: Lead, *, by: Staff, version: int | None = None) -> Lead:
    """The lead is worked again, as if it had not been closed; its history stays."""
    lead = locked(lead, version=version)
    if lead.is_open:
        return lead
    if lead.status == Lead.Status.CONVERTED:
        raise Refusal("This lead is a customer now. Start a new lead instead.", field="status")
    before = lead.status
    lead.status = Lead.Status.ACTIVE
    lead.lost_reason = lead.disqualified_reason = ""
    lead.unanswered_count = 0
    if lead.qualification_status == Lead.Qualification.DISQUALIFIED:
        lead.qualification_status = Lead.Qualification.UNQUALIFIED
    enter_stage(lead, at=clock.now())
    save(
        lead,
        "status",
        "lost_reason",
        "disqualified_reason",
        "unanswered_count",
        "qualification_status",
        "stage_entered_at",
    )
    activity.record("lead.reopened", about=lead, by=by, before=before)
    return lead


@transaction.atomic
def delete(lead: Lead, *, by: Staff, version: int | None = None) -> Lead:
    """Hide the lead everywhere. Nothing is erased: `restore` brings it back whole."""
    lead = locked(lead, version=version)
    lead.deleted_at = clock.now()
    save(lead, "deleted_at")
    activity.record("lead.deleted", about=lead, by=by)
    return lead


@transaction.atomic
def restore(lead: Lead, *, by: Staff, version: int | None = None) -> Lead:
    lead = Lead.objects.select_for_update().get(pk=lead.pk)
    versions.must_match(lead, version)
    if lead.deleted_at is None:
        return lead
    lead.deleted_at = None
    save(lead, "deleted_at")
    activity.record("lead.restored", about=lead, by=by)
    return lead


def close(
    lead: Lead,
    status: Lead.Status,
    verb: str,
    *,
    by: Staff,
    reason: str,
    also: tuple[str, ...] = (),
) -> Lead:
    """End a lead that its rule holds: nothing is due on it any more."""
    now = clock.now()
    lead.status = status
    lead.lost_reason = reason if status == Lead.Status.LOST else ""
    lead.next_follow_up = None
    FollowUp.objects.filter(lead=lead, done_at=None).update(
        done_at=now, outcome=FollowUp.Outcome.CANCELLED
    )
    enter_stage(lead, at=now)
    save(lead, "status", "lost_reason", "next_follow_up", "stage_entered_at", *also)
    customer = lead.converted_customer_id if status == Lead.Status.CONVERTED else None
    activity.record(verb, about=lead, by=by, customer=customer, reason=reason)
    return lead
