"""Customers by the hundred thousand, made by the database itself, to measure with.

The rows are what the rules would have written, but for most of the log: ten million events
would measure the log, not the lists.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from crm.accounts.models import Branch, Staff
from crm.bookings.config import bookings_config
from crm.bookings.models.status import OPEN
from crm.catalogue.models import DeviceModel, RepairType
from crm.demo import repairs_sql, volume_sql, words
from crm.leads.config import scoring_config
from crm.lib import clock

CHUNK = 50_000
INTERACTIONS = 2
# From so many on, it pays to leave the indexes out and to make them anew at the end.
MANY = 100_000
REST = "VACUUM ANALYZE"
SOURCES = ["WEBSITE", "PHONE", "WALK_IN", "REFERRAL"]
TABLES = (
    "customers",
    "customer_contact_points",
    "customer_access",
    "customer_lifecycle",
    "customer_lifecycle_history",
    "customer_interactions",
    "leads",
    "lead_stages",
    "activity_events",
    "customer_devices",
    "bookings",
    "booking_status_history",
    "booking_promises",
    "booking_parts",
    "booking_faults",
)


def fill(
    customers: int,
    progress: Callable[[int], None] = lambda done: None,
    *,
    interactions: int = INTERACTIONS,
) -> None:
    """Add so many customers with so many interactions each, and a fifth as many open leads.

    There are three repairs for each customer, and half as many devices as repairs.

    All of them or none; `progress` is told how many customers are in. Meant for a shop at
    rest: many at once lock the tables they fill.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        told = _lists() | {"interactions": interactions, "scored": scoring_config.version}
        with _alone(cursor) if customers >= MANY else _as_it_is():
            start = _known(cursor)
            for first in range(start, start + customers, CHUNK):
                stop = min(first + CHUNK, start + customers)
                _chunk(cursor, told | {"start": first, "stop": stop, "now": clock.now()})
                progress(stop - start)
    with connection.cursor() as cursor:
        cursor.execute(REST if customers >= MANY else "ANALYZE")


def _chunk(cursor: Any, told: dict[str, Any]) -> None:
    # The same number gives the same people.
    cursor.execute("SELECT setseed(%s)", [told["start"] % 1_000_003 / 1_000_003])
    cursor.execute(volume_sql.PEOPLE, told)
    for statement in volume_sql.WRITTEN:
        cursor.execute("SELECT coalesce(least(min(position), 0), 0) FROM activity_events")
        cursor.execute(statement, told | {"before": cursor.fetchone()[0]})
    for statement in repairs_sql.WRITTEN:
        cursor.execute(statement, told)
    cursor.execute("DROP TABLE volume_people, volume_conversions, volume_devices, volume_bookings")


def _lists() -> dict[str, Any]:
    lists: dict[str, Sequence[Any]] = {
        "first_names": [*words.FIRST_NAMES, *words.MORE_FIRST_NAMES],
        "last_names": words.LAST_NAMES,
        "stems": words.SURNAME_STEMS,
        "middles": words.SURNAME_MIDDLES,
        "ends": words.SURNAME_ENDS,
        "trades": words.TRADES,
        "domains": words.DOMAINS,
        "streets": words.STREETS,
        "areas": words.POSTCODE_AREAS,
        "sources": SOURCES,
        "needs": [message for _fault, message in words.FAULTS],
        "said": [*words.CALLS, *words.ANSWERS],
        "devices": [
            json.dumps({"brand": brand, "model": model, "year": year, "value": worth})
            for brand, model, year, worth, _price in words.DEVICES
        ],
        "models": list(DeviceModel.objects.order_by("pk").values_list("pk", flat=True)),
        "repairs": list(RepairType.values),
        "open": list(OPEN),
        "technicians": list(
            Staff.objects.people()
            .filter(role="technician")
            .order_by("email")
            .values_list("pk", flat=True)
        ),
        "branches": list(Branch.objects.order_by("slug").values_list("pk", flat=True)),
        "staff": list(
            Staff.objects.people()
            .filter(role="front_desk")
            .order_by("email")
            .values_list("pk", flat=True)
        ),
    }
    by = Staff.objects.system()
    told: dict[str, Any] = {"by": by.pk, "by_name": str(by), "prefix": bookings_config().prefix}
    for name, values in lists.items():
        told |= {name: list(values), f"{name}_many": len(values)}
    return told


def _known(cursor: Any) -> int:
    cursor.execute("SELECT count(*) FROM customers")
    return int(cursor.fetchone()[0])


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield


@contextmanager
def _alone(cursor: Any) -> Iterator[None]:
    """Without indexes and checks of references, where the database lets us; both come back.

    What is written refers to rows of the same chunk. Nothing is lost when this is stopped half
    way: leaving indexes out is part of the transaction.
    """
    cursor.execute(_SETTINGS)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # an index cannot be made while some wait
    cursor.execute(_IS_SUPERUSER)
    if cursor.fetchone() == ("on",):
        cursor.execute("SET LOCAL session_replication_role = replica")
    cursor.execute(_INDEXES, [list(TABLES)])
    indexes = cursor.fetchall()
    for name, _made in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _name, made in indexes:
        cursor.execute(made)


_SETTINGS = """
    SELECT set_config('maintenance_work_mem', '512MB', true), set_config('jit', 'off', true),
        set_config('work_mem', '64MB', true)
"""
_IS_SUPERUSER = "SELECT current_setting('is_superuser')"
_INDEXES = """
    SELECT i.relname, pg_get_indexdef(i.oid) FROM pg_index x
    JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    WHERE t.relname = ANY(%s) AND t.relnamespace = current_schema()::regnamespace
        AND NOT x.indisunique
"""
