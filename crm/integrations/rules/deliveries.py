"""A delivery is kept first and read afterwards, so that reading may fail and be tried again."""

import logging
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.integrations import payload, revivatech
from crm.integrations.models import Delivery
from crm.integrations.rules.carrying_out import Result, carry_out
from crm.lib import clock, turns
from crm.lib.refusal import Refusal

logger = logging.getLogger(__name__)
READERS = {revivatech.SOURCE: revivatech.ENDPOINTS}
LABELS = {revivatech.SOURCE: revivatech.LABEL}
SECRET = frozenset({"authorization", "cookie", "x-api-key", "proxy-authorization"})
LONGEST_HEADER = 500
Outcome = Delivery.Outcome


def keep(
    source: str, endpoint: str, *, headers: dict[str, str], body: bytes, branch: Branch
) -> Delivery:
    """Store what arrived, byte for byte, before anybody looks at it."""
    plain = {
        name: value[:LONGEST_HEADER]
        for name, value in headers.items()
        if name.lower() not in SECRET and "\0" not in value
    }
    return Delivery.objects.create(
        branch=branch, source=source, endpoint=endpoint, headers=plain, body=body
    )


def process(delivery: Delivery) -> Delivery:
    """Read the delivery and do what it asks; its row says how that went, whatever happens.

    Raises the refusal of a delivery that cannot be read. Anything else that goes wrong is
    ours: the delivery is kept as failed, to be tried again.
    """
    try:
        with transaction.atomic():
            delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
            result = _carried_out(delivery)
            return _settled(delivery, result)
    except Refusal as refusal:
        _settled(delivery, Result(Outcome.REJECTED, note=refusal.message))
        raise
    except Exception as error:
        logger.exception("Delivery %s failed", delivery.pk)
        return _settled(delivery, Result(Outcome.FAILED, note=f"{type(error).__name__}: {error}"))


@transaction.atomic
def replay(delivery: Delivery, *, by: Staff) -> Delivery:
    """Somebody has it read again; what was already processed stays as it is.

    Raises the refusal of a delivery that still cannot be read.
    """
    activity.record(
        "delivery.replayed", about=delivery, by=by, endpoint=delivery.endpoint, was=delivery.outcome
    )
    try:
        return process(delivery)
    except Refusal as refusal:
        # The replay itself happened and stays recorded; the row says what is still wrong.
        delivery.outcome, delivery.error = Outcome.REJECTED, refusal.message
        return delivery


def turn_away(source: str) -> None:
    """Somebody knocked with a wrong key: nothing of theirs is kept, but it is counted."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [Delivery._meta.pk.get_default(), source, now.date(), now])  # noqa: SLF001 - Django documents _meta as public


def _carried_out(delivery: Delivery) -> Result:
    delivery.attempts += 1
    intent = READERS[delivery.source][delivery.endpoint](payload.parsed(bytes(delivery.body)))
    delivery.subject = intent.subject
    turns.wait_for("delivery", delivery.source, delivery.endpoint, delivery.subject)
    if delivery.subject and _came_before(delivery):
        return Result(Outcome.DUPLICATE)
    by = Staff.objects.integration(delivery.source, LABELS[delivery.source])
    return carry_out(intent, source=delivery.source, branch=delivery.branch, by=by)


def _came_before(delivery: Delivery) -> bool:
    another_waits = Q(outcome=Outcome.WAITING) & ~Q(pk=delivery.pk)
    return (
        Delivery.objects.filter(
            source=delivery.source, endpoint=delivery.endpoint, subject=delivery.subject
        )
        .filter(Q(outcome=Outcome.PROCESSED) | another_waits)
        .exists()
    )


def _settled(delivery: Delivery, result: Result) -> Delivery:
    changes: dict[str, Any] = {
        "outcome": result.outcome,
        "error": result.note[:2000].replace("\0", ""),
        "attempts": delivery.attempts,
        "subject": delivery.subject,
        "waits_for": result.waits_for,
        "settled_at": clock.now(),
    }
    if delivery.outcome == Outcome.PROCESSED and result.outcome == Outcome.DUPLICATE:
        changes["outcome"] = Outcome.PROCESSED  # replayed: it is its own earlier delivery
    for name, value in changes.items():
        setattr(delivery, name, value)
    delivery.save(update_fields=list(changes))
    return delivery


_COUNT = """
    INSERT INTO webhook_turned_away AS counted (id, source, day, times, last_at)
    VALUES (%s, %s, %s, 1, %s)
    ON CONFLICT (source, day) DO UPDATE SET
        times = counted.times + 1, last_at = excluded.last_at
"""
