"""Searching in tiers: the surest kind of match first, a looser one only while few were found."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import OperationalError, connection, transaction
from django.db.models import Model, QuerySet

ENOUGH = 10
PATIENCE_MS = 400
M = TypeVar("M", bound=Model)


def search(tiers: Iterable[QuerySet[M]], *, enough: int = ENOUGH) -> list[M]:
    """Rows of the first tiers that give `enough`, each row once, in the order of the tiers.

    A tier that takes longer than 400 ms is given up: somebody waits with a finger on a key.
    """
    found: dict[object, M] = {}
    for tier in tiers:
        missing = enough - len(found)
        if missing <= 0:
            break
        found |= {row.pk: row for row in _patiently(tier.exclude(pk__in=list(found)), missing)}
    return list(found.values())


def _patiently(rows: QuerySet[M], limit: int) -> list[M]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(PATIENCE_MS)])
            found = list(rows[:limit])
            cursor.execute("SELECT set_config('statement_timeout', '0', true)")
            return found
    except OperationalError as error:
        if "statement timeout" in str(error):
            return []
        raise
