"""Somebody leaves or goes on holiday: a colleague takes their open leads and promises."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from crm.accounts.models import Staff
from crm.accounts.visibility import at_branches_of
from crm.leads.models import FollowUp, Lead
from crm.leads.rules.assignment import assign_many


@dataclass(frozen=True)
class HandedOver:
    """How many changed hands."""

    leads: int
    follow_ups: int


@transaction.atomic
def hand_over(person: Staff, to: Staff, *, by: Staff) -> HandedOver:
    """Everything open of `person` at the branches where `to` works is theirs now.

    Each lead says so in its own story; its promises go with it.
    """
    leads = assign_many(open_leads_of(person, at=to), to, by=by)
    promises = open_follow_ups_of(person, at=to).update(assigned_to=to)
    return HandedOver(leads, promises)


def open_leads_of(person: Staff, *, at: Staff | None) -> QuerySet[Lead]:
    """The open leads of `person` that `at` could work on; all of them for None."""
    return _open(at).filter(assigned_to=person)


def open_follow_ups_of(person: Staff, *, at: Staff | None) -> QuerySet[FollowUp]:
    """The open promises of `person` on active leads, in the same way."""
    return FollowUp.objects.filter(done_at=None, assigned_to=person, lead__in=_open(at))


def _open(at: Staff | None) -> QuerySet[Lead]:
    rows = Lead.objects.active().filter(deleted_at=None)
    return rows if at is None else rows.filter(at_branches_of(at))
