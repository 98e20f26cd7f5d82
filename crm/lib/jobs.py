"""Work that happens later: queued in the transaction that caused it, done by a worker.

A job takes ids, re-reads, calls one rule, and may run twice, even at once.
"""

from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

__all__ = ["app", "defer"]


def defer(name: str, *, queueing_lock: str | None = None, **args: Any) -> bool:
    """Queue the job called `name` in the caller's transaction.

    With a `queueing_lock`, at most one such job waits at a time: False says that one
    already did, which is as good as queueing it again.
    """
    try:
        with transaction.atomic():  # a savepoint: the refusal must not spoil the caller's work
            app.configure_task(name, queueing_lock=queueing_lock).defer(**args)
    except AlreadyEnqueued:
        return False
    return True
