"""Is the need real, and ours to fix? The columns of the board."""

from collections.abc import Callable

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.leads.models import Lead
from crm.leads.rules.ending import close
from crm.leads.rules.saving import enter_stage, locked, must_be_active, save
from crm.lib import clock
from crm.lib.refusal import Refusal

Q = Lead.Qualification


@transaction.atomic
def qualify(lead: Lead, *, by: Staff, version: int | None = None) -> Lead:
    """The need is real and ours to fix: the lead becomes a prospect worth a quote."""
    return _moved(lead, Q.QUALIFIED, "lead.qualified", by=by, version=version)


@transaction.atomic
def start_qualifying(lead: Lead, *, by: Staff, version: int | None = None) -> Lead:
    """Somebody is finding out what this lead needs."""
    return _moved(lead, Q.QUALIFYING, "lead.qualifying_started", by=by, version=version)


@transaction.atomic
def unqualify(lead: Lead, *, by: Staff, version: int | None = None) -> Lead:
    """Back to the start: what was thought of this lead does not hold."""
    return _moved(lead, Q.UNQUALIFIED, "lead.unqualified", by=by, version=version)


@transaction.atomic
def disqualify(lead: Lead, *, reason: str, by: Staff, version: int | None = None) -> Lead:
    """Not a need we can serve. Closes the lead; `reopen` takes it back."""
    lead = locked(lead, version=version)
    must_be_active(lead, "Only an active lead can be disqualified.")
    if not reason.strip():
        raise Refusal("Say why, so that others can learn from it.", field="reason", status=422)
    lead.qualification_status = Q.DISQUALIFIED
    lead.disqualified_reason = reason.strip()[:255]
    return close(
        lead,
        Lead.Status.LOST,
        "lead.disqualified",
        by=by,
        reason=lead.disqualified_reason,
        also=("qualification_status", "disqualified_reason"),
    )


MOVES: dict[str, Callable[..., Lead]] = {
    Q.UNQUALIFIED: unqualify,
    Q.QUALIFYING: start_qualifying,
    Q.QUALIFIED: qualify,
}


def _moved(lead: Lead, to: Q, verb: str, *, by: Staff, version: int | None) -> Lead:
    lead = locked(lead, version=version)
    must_be_active(lead, "Only an active lead can be moved. Reopen it first.")
    if lead.qualification_status == to:
        return lead
    before = lead.qualification_status
    lead.qualification_status = to
    enter_stage(lead, at=clock.now())
    save(lead, "qualification_status", "stage_entered_at")
    activity.record(verb, about=lead, by=by, before=before)
    return lead
