"""Every night, everybody: time alone moves people. Set-based, and in chunks that end."""

from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from crm import activity, criteria
from crm.accounts.models import Staff
from crm.activity.models import Event
from crm.customers.models import Customer
from crm.lib import clock, turns
from crm.lib.jobs import defer
from crm.lifecycle.config import lifecycle_config
from crm.lifecycle.judging import judged_stage
from crm.lifecycle.models import Lifecycle, Sweep
from crm.lifecycle.rules.moving import reconsider

CHUNK = 20_000
MOVES_AT_ONCE = 500


@transaction.atomic
def start_sweep(*, by: Staff) -> Sweep:
    """Judge every customer by the rules in force; one sweep at a time.

    One that its worker did not survive is taken up where it was, unless the rules have
    changed: then another begins with everybody.
    """
    turns.wait_for("lifecycle.sweeps")
    version = lifecycle_config.version
    sweep = Sweep.objects.select_for_update().filter(finished_at=None).first()
    if sweep is not None and sweep.config_version != version:
        sweep.finished_at = clock.now()
        sweep.save(update_fields=["finished_at"])
        sweep = None
    if sweep is None:
        total = Lifecycle.objects.count()
        sweep = Sweep.objects.create(config_version=version, total=total)
        activity.record("sweep.started", about=sweep, by=by, total=total, version=version)
    defer("lifecycle.sweep", queueing_lock=f"lifecycle.sweep {sweep.pk}", sweep_id=str(sweep.pk))
    return sweep


def sweep_under_new_rules(event: Event) -> None:
    """`config.accepted`: other rules see people elsewhere, and not only those who do something."""
    if event.particulars["name"] != lifecycle_config.name:
        return
    lifecycle_config.refresh()
    latest = Sweep.objects.order_by("-started_at").first()
    is_swept = latest is not None and latest.config_version == lifecycle_config.version
    if not is_swept and Lifecycle.objects.exists():
        start_sweep(by=Staff.objects.system())


def sweep_chunk(sweep: Sweep, *, by: Staff) -> bool:
    """The next 20,000 customers; False when there are no more. Doing one twice is harmless.

    One statement finds those whom the rules see elsewhere; only they are locked and moved.
    """
    sweep.refresh_from_db()
    if sweep.finished_at is not None:
        return False
    if sweep.config_version != lifecycle_config.version:
        lifecycle_config.refresh()  # this worker has not heard of the new rules yet
    chunk = _next_ids(sweep.last_customer)
    moved = 0
    if chunk:
        movers = _elsewhere(chunk)
        for start in range(0, len(movers), MOVES_AT_ONCE):
            moved += reconsider(movers[start : start + MOVES_AT_ONCE], by=by)
    return _advance(sweep, chunk, moved, by=by)


def _next_ids(after: UUID | None) -> list[UUID]:
    rows = Lifecycle.objects.order_by("customer_id")
    if after is not None:
        rows = rows.filter(customer_id__gt=after)
    return list(rows.values_list("customer_id", flat=True)[:CHUNK])


def _elsewhere(chunk: list[UUID]) -> list[UUID]:
    stands = F("lifecycle__current_stage")
    chunked = Customer.objects.filter(pk__gte=chunk[0], pk__lte=chunk[-1], deleted_at=None)
    # Said of both tables: else every chunk reads the whole of the second.
    standing = chunked.filter(
        lifecycle__customer_id__gte=chunk[0], lifecycle__customer_id__lte=chunk[-1]
    )
    rows = standing.annotate(judged=judged_stage(lifecycle_config(), criteria.When.now()))
    moved_on = ~Q(judged=stands) & ~Q(judged=F("lifecycle__held_against"))
    return list(rows.filter(moved_on).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _advance(sweep: Sweep, chunk: list[UUID], moved: int, *, by: Staff) -> bool:
    sweep = Sweep.objects.select_for_update().get(pk=sweep.pk)
    if sweep.finished_at is not None:
        return False  # other rules came, and with them another sweep
    sweep.done += len(chunk)
    sweep.moved += moved
    if chunk:
        sweep.last_customer = chunk[-1]
    if len(chunk) < CHUNK:
        sweep.finished_at = clock.now()
        activity.record("sweep.finished", about=sweep, by=by, total=sweep.done, moved=sweep.moved)
    sweep.save()
    return sweep.finished_at is None
