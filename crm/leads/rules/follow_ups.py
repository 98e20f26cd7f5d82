"""Getting back to people: what was promised, what came of it, and when we give up."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min

from crm import activity
from crm.accounts.models import Staff
from crm.leads.config import leads_config
from crm.leads.models import FollowUp, Lead
from crm.leads.rules.ending import close
from crm.leads.rules.saving import locked, must_be_active, save
from crm.lib import clock
from crm.lib.refusal import Refusal

Outcome = FollowUp.Outcome


@transaction.atomic
def schedule_follow_up(
    lead: Lead,
    *,
    due_at: datetime,
    by: Staff,
    channel: str = FollowUp.Channel.CALL,
    note: str = "",
    assigned_to: Staff | None = None,
    version: int | None = None,
) -> FollowUp:
    """Promise to get back to them at `due_at`; it stands on Today when the time comes."""
    lead = locked(lead, version=version)
    must_be_active(lead, "Only an active lead can be followed up. Reopen it first.")
    if due_at <= clock.now():
        raise Refusal("Choose a time in the future.", field="due_at", status=422)
    follow_up = FollowUp.objects.create(
        lead=lead,
        due_at=due_at,
        channel=channel,
        note=note.strip()[:255],
        assigned_to=assigned_to or lead.assigned_to or by,
        created_by=by,
    )
    refresh_next(lead)
    save(lead, "next_follow_up")
    activity.record(
        "lead.follow_up_scheduled",
        about=lead,
        by=by,
        due_at=due_at.isoformat(),
        channel=channel,
        note=follow_up.note,
    )
    return follow_up


@transaction.atomic
def complete_follow_up(
    follow_up: FollowUp, *, by: Staff, outcome: str = "", version: int | None = None
) -> Lead:
    """We did get back to them. Without an outcome we wait and see whether they answer.

    `outcome` is ANSWERED, UNANSWERED, CANCELLED or empty. After the configured number of
    unanswered ones in a row the lead becomes UNRESPONSIVE.
    """
    lead = locked(follow_up.lead, version=version)
    follow_up = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if follow_up.done_at is not None:
        return lead
    follow_up.done_at = clock.now()
    follow_up.outcome = outcome
    follow_up.save(update_fields=["done_at", "outcome"])
    if outcome != Outcome.CANCELLED:
        lead.follow_up_count += 1
        lead.last_contact_at = follow_up.done_at
        if by.is_person and lead.first_reply_at is None:
            lead.first_reply_at = follow_up.done_at
    refresh_next(lead)
    save(lead, "follow_up_count", "last_contact_at", "first_reply_at", "next_follow_up")
    activity.record(
        "lead.follow_up_done",
        about=lead,
        by=by,
        channel=follow_up.channel,
        outcome=outcome,
        follow_up_id=str(follow_up.pk),
    )
    if outcome == Outcome.ANSWERED:
        return _answered(lead)
    return _unanswered(lead, by=by) if outcome == Outcome.UNANSWERED else lead


@transaction.atomic
def give_up_waiting(follow_up: FollowUp, *, by: Staff) -> Lead:
    """Nothing came back within the configured time: this one counts as unanswered."""
    lead = locked(follow_up.lead)
    follow_up = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if follow_up.done_at is None or follow_up.outcome or not lead.is_open:
        return lead
    follow_up.outcome = Outcome.UNANSWERED
    follow_up.save(update_fields=["outcome"])
    return _unanswered(lead, by=by)


def awaiting_too_long() -> list[FollowUp]:
    """Reached out, and silence since, for longer than a shop waits. At most 500."""
    silent_since = clock.now() - timedelta(hours=leads_config().follow_ups.wait_hours)
    waiting = FollowUp.objects.filter(
        done_at__lt=silent_since,
        outcome="",
        lead__status=Lead.Status.ACTIVE,
        lead__deleted_at=None,
    )
    return list(waiting.select_related("lead").order_by("done_at", "pk")[:500])


def answer_open_questions(lead: Lead) -> None:
    """They got in touch: whatever we were waiting for has been answered."""
    FollowUp.objects.filter(lead=lead, done_at__isnull=False, outcome="").update(
        outcome=Outcome.ANSWERED
    )


def _answered(lead: Lead) -> Lead:
    if lead.unanswered_count:
        lead.unanswered_count = 0
        save(lead, "unanswered_count")
    return lead


def _unanswered(lead: Lead, *, by: Staff) -> Lead:
    if not lead.is_open:
        return lead
    lead.unanswered_count += 1
    save(lead, "unanswered_count")
    if lead.unanswered_count < leads_config().follow_ups.give_up_after:
        return lead
    return close(
        lead,
        Lead.Status.UNRESPONSIVE,
        "lead.unresponsive",
        by=by,
        reason=str(lead.unanswered_count),
    )


def refresh_next(lead: Lead) -> None:
    """The earliest open promise is when the lead is due; the caller saves it."""
    due = FollowUp.objects.filter(lead=lead, done_at=None).aggregate(due=Min("due_at"))
    lead.next_follow_up = due["due"]
