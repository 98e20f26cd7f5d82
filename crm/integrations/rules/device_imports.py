"""Fetching another system's device database into our catalogue, with progress to look at."""

from collections import Counter

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.catalogue import rules as catalogue
from crm.integrations import revivatech
from crm.integrations.models import DeviceImport
from crm.integrations.revivatech import device_api
from crm.lib import clock
from crm.lib.jobs import defer
from crm.lib.refusal import Refusal

MOST_PROBLEMS = 50


@transaction.atomic
def start_device_import(*, by: Staff) -> DeviceImport:
    """Fetch them all in the background. While one pass is under way, that one is answered."""
    pass_, is_new = DeviceImport.objects.get_or_create(
        source=revivatech.SOURCE, finished_at=None, defaults={"started_by": by}
    )
    if is_new:
        activity.record("catalogue.import_started", about=pass_, by=by)
    # Also for a pass that is under way, whose job may have died for good; two do no harm.
    lock = f"integrations.fetch_devices {pass_.pk}"
    defer("integrations.fetch_devices", queueing_lock=lock, import_id=str(pass_.pk))
    return pass_


def fetch_devices(pass_: DeviceImport) -> DeviceImport:
    """Make by make: asked outside any transaction, taken in whole. Again is harmless."""
    if pass_.finished_at is not None:
        return pass_
    counts: Counter[str] = Counter()
    problems: list[str] = []
    try:
        makes = device_api.makes()
        _progress(pass_, total=len(makes), done=0)
        for done, make in enumerate(makes, 1):
            found = device_api.models_of(make)
            counts += take_in(found.models)
            problems += found.problems
            _progress(pass_, done=done, counts=dict(counts), problems=problems[:MOST_PROBLEMS])
    except Refusal as refusal:
        return _finish(pass_, error=refusal.message[:500])
    return _finish(pass_)


def take_in(models: list[catalogue.Incoming]) -> Counter[str]:
    """Into our catalogue, as the platform's."""
    return catalogue.take_in(models, source=revivatech.SOURCE)


def _progress(pass_: DeviceImport, **columns: object) -> None:
    for name, value in columns.items():
        setattr(pass_, name, value)
    pass_.save(update_fields=list(columns))


@transaction.atomic
def _finish(pass_: DeviceImport, *, error: str = "") -> DeviceImport:
    pass_ = DeviceImport.objects.select_for_update().get(pk=pass_.pk)
    if pass_.finished_at is None:
        pass_.finished_at, pass_.error = clock.now(), error
        pass_.save(update_fields=["finished_at", "error"])
        activity.record(
            "catalogue.import_finished",
            about=pass_,
            by=pass_.started_by,
            number=pass_.number,
            counts=pass_.counts,
            error=error,
        )
    return pass_
