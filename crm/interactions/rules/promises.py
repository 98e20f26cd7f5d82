"""Getting back to somebody, as an exchange promised it: kept, moved, done or given up.

While a lead is open its own follow-up carries the promise, so that there is one of it; with
a customer the exchange itself does.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from crm import activity
from crm.accounts.models import Staff
from crm.activity.models import Event
from crm.interactions.models import Interaction
from crm.leads import rules as leads
from crm.leads.models import FollowUp, Lead
from crm.lib import clock, versions
from crm.lib.refusal import Refusal

Outcome = FollowUp.Outcome
_BY = {"CALL": "CALL", "EMAIL": "EMAIL", "SMS": "SMS", "VISIT": "VISIT"}
_STATE = ("follow_up_done_at", "follow_up_outcome")
PROMISE = (
    "follow_up_required",
    "follow_up_date",
    "follow_up_assigned_to",
    "lead_follow_up",
    *_STATE,
)


@transaction.atomic
def complete_follow_up(
    interaction: Interaction, *, outcome: str = "", by: Staff, version: int | None = None
) -> Interaction:
    """We got back to them, or need not any more. Doing it twice is doing it once."""
    row = held(interaction, version=version)
    if row.lead_follow_up is not None:
        leads.complete_follow_up(row.lead_follow_up, by=by, outcome=outcome)
        return _as_it_is_now(row)
    if not row.follow_up_required:
        raise Refusal("Nothing was promised here.", field="follow_up_required")
    if row.follow_up_done_at is not None:
        return row
    row.follow_up_done_at = clock.now()
    row.follow_up_outcome = outcome
    save(row, *_STATE)
    _record(row, "interaction.followed_up", by=by, outcome=outcome)
    return row


@transaction.atomic
def reopen_follow_up(interaction: Interaction, *, by: Staff) -> Interaction:
    """It is not done after all: taking back the wrong button."""
    row = held(interaction)
    if row.lead_follow_up is not None:
        leads.reopen_follow_up(row.lead_follow_up, by=by)
        return _as_it_is_now(row)
    if row.follow_up_done_at is None:
        return row
    row.follow_up_done_at, row.follow_up_outcome = None, ""
    save(row, *_STATE)
    _record(row, "interaction.follow_up_reopened", by=by)
    return row


@transaction.atomic
def postpone_follow_up(interaction: Interaction, *, due_at: datetime, by: Staff) -> Interaction:
    """Not now: it is due at `due_at` instead."""
    row = held(interaction)
    planned = row.lead_follow_up
    if planned is not None:
        row.follow_up_date = planned.due_at  # the lead's own page may have moved it
    done_at = row.follow_up_done_at if planned is None else planned.done_at
    if not row.follow_up_required or done_at is not None:
        raise Refusal("This has been done in the meantime.")
    if row.follow_up_date == due_at:
        return row
    promise(row, due_at, by=by)
    save(row, *PROMISE)
    if row.lead_follow_up is None:
        _record(row, "interaction.follow_up_moved", by=by, due_at=due_at.isoformat())
    return row


def show_again(event: Event) -> None:
    """A lead's promise was kept, moved or taken up again: its exchange shows that from now on,
    and under another version.
    """
    told = event.particulars
    moved = {"follow_up_date": told["due_at"]} if event.verb == "lead.follow_up_moved" else {}
    shown = Interaction.objects.filter(lead_follow_up=told["follow_up_id"])
    shown.update(version=F("version") + 1, updated_at=clock.now(), **moved)


def promise(row: Interaction, due_at: datetime | None, *, by: Staff) -> None:
    """Set, move or take back what this exchange promises; the caller holds and saves the row.

    A new time is a new promise: what was done before is open again.
    """
    if due_at == row.follow_up_date:
        return
    if due_at is not None and due_at <= clock.now():
        raise Refusal("Choose a time in the future.", field="follow_up_date", status=422)
    _tell_lead(row, due_at, by=by)
    row.follow_up_date = due_at
    row.follow_up_required = due_at is not None
    row.follow_up_done_at, row.follow_up_outcome = None, ""
    if due_at is not None and row.lead_follow_up is None and by.is_person:
        row.follow_up_assigned_to = row.follow_up_assigned_to or by


def take_back(row: Interaction, *, by: Staff) -> None:
    """The exchange is gone, and with it what it had its lead promise."""
    planned = row.lead_follow_up
    if planned is not None and planned.done_at is None:
        leads.complete_follow_up(planned, by=by, outcome=Outcome.CANCELLED)


def give_back(row: Interaction, *, gone_at: datetime, by: Staff) -> None:
    """The exchange is back; what went with it is promised again, if the lead is still open."""
    planned = row.lead_follow_up
    if planned is None or planned.done_at is None or planned.done_at < gone_at:
        return
    if planned.lead.is_open and planned.outcome == Outcome.CANCELLED:
        leads.reopen_follow_up(planned, by=by)


def held(
    interaction: Interaction, *, version: int | None = None, even_removed: bool = False
) -> Interaction:
    """The exchange as it is now, held until the transaction ends; its lead before it."""
    if interaction.lead is not None:
        Lead.objects.select_for_update().get(pk=interaction.lead.pk)
    row = Interaction.objects.select_for_update(of=["self"]).select_related(
        "lead_follow_up__lead", "lead"
    )
    found = row.get(pk=interaction.pk)
    if found.deleted_at is not None and not even_removed:
        raise Refusal("This was taken back in the meantime.", status=404)
    versions.must_match(found, version)
    return found


def _as_it_is_now(row: Interaction) -> Interaction:
    """After its lead's promise has changed, and `show_again` the exchange's version."""
    row.refresh_from_db(fields=["version", "updated_at"])
    assert row.lead_follow_up is not None
    row.lead_follow_up.refresh_from_db()
    return row


def save(row: Interaction, *fields: str) -> None:
    row.version += 1
    row.updated_at = clock.now()
    row.save(update_fields=[*fields, "version", "updated_at"])


def _tell_lead(row: Interaction, due_at: datetime | None, *, by: Staff) -> None:
    planned, lead = row.lead_follow_up, row.lead
    if planned is not None and planned.done_at is None:
        if due_at is None:
            take_back(row, by=by)
        else:
            leads.postpone_follow_up(planned, due_at=due_at, by=by)
    elif due_at is not None and lead is not None and lead.is_open:
        row.lead_follow_up = leads.schedule_follow_up(
            lead,
            due_at=due_at,
            by=by,
            channel=_BY.get(row.interaction_type, "CALL"),
            note=row.subject,
            assigned_to=row.follow_up_assigned_to,
        )
    elif due_at is not None:
        row.lead_follow_up = None  # the lead has ended: the promise is the exchange's own


def _record(row: Interaction, verb: str, *, by: Staff, **more: str) -> None:
    activity.record(
        verb,
        about=row,
        by=by,
        customer=row.customer_id,
        branch=row.branch_id,
        part_of=row.lead_id,
        type=row.interaction_type,
        **more,
    )
