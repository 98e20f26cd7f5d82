"""How every rule of this package takes hold of a lead, and lets go of it."""

from datetime import datetime

from crm.leads.models import Lead, LeadStage
from crm.lib import clock, versions
from crm.lib.refusal import Refusal


def locked(lead: Lead, *, version: int | None = None) -> Lead:
    """The lead as it is now, held until the transaction ends.

    Refuses with 412 when `version` is not the current one, 404 when it was deleted meanwhile.
    """
    try:
        lead = Lead.objects.select_for_update().get(pk=lead.pk, deleted_at=None)
    except Lead.DoesNotExist:
        raise Refusal("This lead has been deleted.", status=404) from None
    versions.must_match(lead, version)
    return lead


def must_be_active(lead: Lead, sentence: str) -> None:
    if not lead.is_open:
        raise Refusal(sentence, field="status")


def save(lead: Lead, *fields: str) -> None:
    """Save the named fields and move the version on, so that stale writers are told."""
    lead.version += 1
    lead.updated_at = clock.now()
    lead.save(update_fields=[*fields, "version", "updated_at"])


def enter_stage(lead: Lead, *, at: datetime) -> None:
    """Stop the clock of the stage the lead leaves, start that of the one it now stands in."""
    LeadStage.objects.filter(lead=lead, left_at=None).update(left_at=at)
    LeadStage.objects.create(lead=lead, stage=lead.stage, entered_at=at)
    lead.stage_entered_at = at
