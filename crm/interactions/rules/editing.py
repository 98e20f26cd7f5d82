"""Correcting what was logged, taking it back, and bringing it back."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.interactions.models import Interaction
from crm.interactions.rules.logging import Said, channel_of, has_happened
from crm.interactions.rules.promises import PROMISE, give_back, held, promise, save, take_back
from crm.lib import clock

_LONGEST_BEFORE = 300


@transaction.atomic
def edit(
    interaction: Interaction,
    said: Said,
    *,
    by: Staff,
    staff_member: Staff | None = None,
    version: int | None = None,
) -> Interaction:
    """It was told wrong: say it again. Whom it was with does not change.

    Without a moment or a member of staff, those stay as they are. A lead's first reply stays
    too: response times are measured once.
    """
    row = held(interaction, version=version)
    wanted = _wanted(row, said)
    if staff_member is not None:
        wanted["staff_member"] = staff_member
    changed = {name for name, value in wanted.items() if getattr(row, name) != value}
    before = {name: _plain(getattr(row, name)) for name in sorted(changed)}
    if said.follow_up_date != row.follow_up_date:
        before["follow_up_date"] = _plain(row.follow_up_date)
    if not before:
        return row
    for name in changed:
        setattr(row, name, wanted[name])
    promise(row, said.follow_up_date, by=by)
    save(row, *sorted(changed), *PROMISE)
    _record(row, "interaction.edited", by=by, fields=sorted(before), before=before)
    return row


@transaction.atomic
def remove(interaction: Interaction, *, by: Staff, version: int | None = None) -> Interaction:
    """Logged by mistake: nobody sees it any more, and its promise is off. Nothing is erased."""
    row = held(interaction, version=version)
    row.deleted_at = clock.now()
    take_back(row, by=by)
    save(row, "deleted_at")
    _record(row, "interaction.removed", by=by)
    return row


@transaction.atomic
def restore(interaction: Interaction, *, by: Staff, version: int | None = None) -> Interaction:
    """It was no mistake: everybody sees it again."""
    row = held(interaction, version=version, even_removed=True)
    if row.deleted_at is None:
        return row
    gone_at, row.deleted_at = row.deleted_at, None
    give_back(row, gone_at=gone_at, by=by)
    save(row, "deleted_at")
    _record(row, "interaction.restored", by=by)
    return row


def _wanted(row: Interaction, said: Said) -> dict[str, Any]:
    told = asdict(said) | {
        "subject": said.subject.strip()[:255],
        "content": said.content.strip(),
        "outcome": said.outcome.strip()[:255],
        "channel": channel_of(said),
        "occurred_at": has_happened(said.occurred_at or row.occurred_at),
    }
    del told["follow_up_date"]
    return told


def _plain(value: Any) -> Any:
    """As the log keeps it: short, and nothing but JSON."""
    if isinstance(value, Staff):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return value[:_LONGEST_BEFORE] if isinstance(value, str) else value


def _record(row: Interaction, verb: str, *, by: Staff, **more: Any) -> None:
    activity.record(
        verb,
        about=row,
        by=by,
        customer=row.customer_id,
        branch=row.branch_id,
        part_of=row.lead_id,
        type=row.interaction_type,
        subject=row.subject,
        **more,
    )
