"""What somebody may hear, read anew whenever it may have changed."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db import close_old_connections

from crm.accounts.models import Staff

T = TypeVar("T")
Credential = Callable[[], Staff | None]  # asks the database who this is, if they still may enter


@dataclass(frozen=True)
class Rights:
    """A snapshot: whose, which permissions, which branches."""

    staff_id: UUID
    permissions: frozenset[str]
    sees_all_branches: bool
    branch_ids: frozenset[UUID]


# One thread: answers come in the order of the questions, so a newer answer always wins.
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-rights")


async def aside(question: Callable[[], T]) -> T:
    """Ask the database without holding up the event loop."""

    def ask() -> T:
        close_old_connections()
        return question()

    return await asyncio.get_running_loop().run_in_executor(_thread, ask)


def read(credential: Credential) -> Rights | None:
    """What the bearer may hear now; None when they may not enter any more."""
    staff = credential()
    if staff is None or not staff.is_active:
        return None
    return Rights(
        staff_id=staff.pk,
        permissions=staff.permissions,
        sees_all_branches=staff.sees_all_branches,
        branch_ids=staff.branch_ids,
    )


def account(staff_id: UUID) -> Staff | None:
    """The account a ticket was given to, as it is now."""
    return Staff.objects.filter(pk=staff_id, is_active=True).first()
