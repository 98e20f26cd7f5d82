"""A promise to get back to somebody, moved to another time or taken up again."""

from datetime import datetime

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.leads.models import FollowUp
from crm.leads.rules.follow_ups import refresh_next
from crm.leads.rules.saving import locked, must_be_active, save
from crm.lib import clock
from crm.lib.refusal import Refusal


@transaction.atomic
def postpone_follow_up(follow_up: FollowUp, *, due_at: datetime, by: Staff) -> FollowUp:
    """Not now: it is due at `due_at` instead."""
    lead = locked(follow_up.lead)
    follow_up = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if follow_up.done_at is not None:
        raise Refusal("This has been done in the meantime.")
    if due_at <= clock.now():
        raise Refusal("Choose a time in the future.", field="due_at", status=422)
    if follow_up.due_at == due_at:
        return follow_up
    before = follow_up.due_at
    follow_up.due_at = due_at
    follow_up.save(update_fields=["due_at"])
    refresh_next(lead)
    save(lead, "next_follow_up")
    activity.record(
        "lead.follow_up_moved",
        about=lead,
        by=by,
        due_at=due_at.isoformat(),
        before=before.isoformat(),
        note=follow_up.note,
        follow_up_id=str(follow_up.pk),
    )
    return follow_up


@transaction.atomic
def reopen_follow_up(follow_up: FollowUp, *, by: Staff) -> FollowUp:
    """It is not done after all: somebody pressed the wrong button, and takes that back."""
    lead = locked(follow_up.lead)
    must_be_active(lead, "Only an active lead can be followed up. Reopen it first.")
    follow_up = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if follow_up.done_at is None:
        return follow_up
    if follow_up.outcome != FollowUp.Outcome.CANCELLED and lead.follow_up_count:
        lead.follow_up_count -= 1
    if follow_up.outcome == FollowUp.Outcome.UNANSWERED and lead.unanswered_count:
        lead.unanswered_count -= 1
    follow_up.done_at = None
    follow_up.outcome = ""
    follow_up.save(update_fields=["done_at", "outcome"])
    refresh_next(lead)
    save(lead, "next_follow_up", "follow_up_count", "unanswered_count")
    activity.record(
        "lead.follow_up_reopened",
        about=lead,
        by=by,
        note=follow_up.note,
        follow_up_id=str(follow_up.pk),
    )
    return follow_up
