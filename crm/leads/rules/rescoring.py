"""Scoring everybody again, in chunks that can be left alone and may run twice."""

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.activity.models import Event
from crm.leads.config import scoring_config
from crm.leads.models import Lead, Rescoring
from crm.leads.rules.scoring import score
from crm.lib import clock
from crm.lib.jobs import defer

CHUNK = 500


@transaction.atomic
def start_rescoring(*, by: Staff) -> Rescoring:
    """Score every active lead again under the configuration in force."""
    total = Lead.objects.active().filter(deleted_at=None).count()
    pass_, is_new = Rescoring.objects.get_or_create(
        config_version=scoring_config.version, finished_at=None, defaults={"total": total}
    )
    if is_new:
        activity.record(
            "rescoring.started", about=pass_, by=by, total=total, version=pass_.config_version
        )
    # Also for a pass that is under way, whose job may have died for good; two do no harm.
    lock = f"leads.rescore {pass_.pk}"
    defer("leads.rescore", queueing_lock=lock, rescoring_id=str(pass_.pk))
    return pass_


def rescore_under_new_rules(event: Event) -> None:
    """`config.accepted`: other rules for scores mean other scores."""
    if event.particulars["name"] == scoring_config.name:
        scoring_config.refresh()
        stale = Lead.objects.active().exclude(score_version=scoring_config.version)
        if stale.filter(deleted_at=None).exists():
            start_rescoring(by=Staff.objects.system())


@transaction.atomic
def rescore_chunk(pass_: Rescoring, *, by: Staff) -> bool:
    """Score the next 500 leads; False when there are no more. Scores twice without harm."""
    pass_ = Rescoring.objects.select_for_update().get(pk=pass_.pk)
    if pass_.finished_at is not None:
        return False
    if pass_.config_version != scoring_config.version:
        scoring_config.refresh()  # this worker has not heard of the new rules yet
    leads = Lead.objects.active().filter(deleted_at=None).order_by("pk")
    if pass_.last_lead:
        leads = leads.filter(pk__gt=pass_.last_lead)
    chunk = list(leads.select_for_update()[:CHUNK])
    score(chunk)
    pass_.done += len(chunk)
    if chunk:
        pass_.last_lead = chunk[-1].pk
    if len(chunk) < CHUNK:
        pass_.finished_at = clock.now()
        activity.record("rescoring.finished", about=pass_, by=by, total=pass_.done)
    pass_.save()
    return pass_.finished_at is None
