"""Words went back and forth: what that means for a lead."""

from datetime import datetime

from django.db import transaction

from crm.accounts.models import Staff
from crm.leads.models import Lead
from crm.leads.rules.ending import reopen
from crm.leads.rules.follow_ups import answer_open_questions
from crm.leads.rules.saving import locked, save


@transaction.atomic
def heard_from(lead: Lead, *, at: datetime, by: Staff) -> Lead:
    """They got in touch. An unresponsive lead is open again; silence is broken."""
    lead = locked(lead)
    answer_open_questions(lead)
    _touch(lead, at)
    lead.unanswered_count = 0
    save(lead, "last_contact_at", "unanswered_count")
    if lead.status == Lead.Status.UNRESPONSIVE:
        return reopen(lead, by=by)
    return lead


@transaction.atomic
def reached_out(lead: Lead, *, at: datetime, by: Staff) -> Lead:
    """We got in touch. The first time a person (not a machine) does so is kept for ever."""
    lead = locked(lead)
    _touch(lead, at)
    if by.is_person and (lead.first_reply_at is None or at < lead.first_reply_at):
        lead.first_reply_at = at
    save(lead, "last_contact_at", "first_reply_at")
    return lead


def _touch(lead: Lead, at: datetime) -> None:
    if lead.last_contact_at is None or lead.last_contact_at < at:
        lead.last_contact_at = at
