"""Thousands of customers at once, set by set: for imports, where one by one takes too long.

The caller fills the temporary table `customer_rows` and calls one verb; each writes what the
verbs for one customer write (columns, contact points, access, an event each), in the caller's
transaction. `fields` are the columns to set as JSON; `particulars` go into each event.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.customers.rules import bulk_sql
from crm.customers.rules.words import REMEMBER_ROWS
from crm.lib import clock


def prepare() -> None:
    """An empty `customer_rows` for this transaction. One bulk change happens at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_BULK])
        cursor.execute(bulk_sql.ROWS)
        cursor.execute("TRUNCATE customer_rows")
        cursor.execute("SET LOCAL jit = off")  # it would compile longer than the rows take


def laid_out() -> None:
    """The rows are in place: tell the planner how many, since nobody analyses such a table."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE customer_rows (number, id, external_id, email, phone)")


@transaction.atomic
def create(*, by: Staff, branch: Branch, reason: str) -> int:
    """Each row is somebody new, under the id it brings; the branch is the first to see them."""
    told: dict[str, Any] = {"now": clock.now(), "branch": branch.pk, "reason": reason}
    with connection.cursor() as cursor:
        cursor.execute(bulk_sql.CREATE, told)
        created = int(cursor.rowcount)
        cursor.execute(bulk_sql.FIRST_POINTS, told)
        cursor.execute(bulk_sql.ACCESS, told)
        cursor.execute(REMEMBER_ROWS)
    activity.record_rows("customer.created", _ABOUT, kind="customer", by=by, branch=branch)
    return created


@transaction.atomic
def change(*, by: Staff) -> int:
    """Each row's fields become those of its customer; the version goes up by one."""
    changed = _change()
    activity.record_rows("customer.edited", _ABOUT, kind="customer", by=by)
    return changed


@transaction.atomic
def restore(*, by: Staff, since: datetime) -> int:
    """The same, taking back as well what contact points the rows' `taken` brought since then."""
    changed = _change()
    with connection.cursor() as cursor:
        cursor.execute(bulk_sql.FORGET_POINTS, {"since": since})
    activity.record_rows("customer.edited", _ABOUT, kind="customer", by=by)
    return changed


@transaction.atomic
def remove(*, by: Staff) -> int:
    """Nobody sees these customers any more; the other system's number is free again."""
    with connection.cursor() as cursor:
        cursor.execute(bulk_sql.REMOVE, {"now": clock.now()})
        removed = int(cursor.rowcount)
    activity.record_rows("customer.removed", _ABOUT, kind="customer", by=by)
    return removed


def _change() -> int:
    told = {"now": clock.now()}
    with connection.cursor() as cursor:
        cursor.execute(bulk_sql.CHANGE, told)
        changed = int(cursor.rowcount)
        cursor.execute(bulk_sql.FOLD)
        cursor.execute(REMEMBER_ROWS)
        cursor.execute(bulk_sql.NOT_PRIMARY)
        cursor.execute(bulk_sql.CONTACT_POINTS, told)
    return changed


_ABOUT = "SELECT id, particulars FROM customer_rows"
_LOCK_BULK = 7_002
