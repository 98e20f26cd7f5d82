"""Searching in tiers: the surest kind of match first, a looser one only while few were found."""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import TypeVar

from django.db import OperationalError, connection, transaction
from django.db.models import Model, QuerySet

ENOUGH = 10
PATIENCE_MS = 400
M = TypeVar("M", bound=Model)
# A query, or what gives at most so many rows; the likeliest first.
Tier = QuerySet[M] | Callable[[int], Iterable[M]]


def search(tiers: Iterable[Tier[M]], *, enough: int = ENOUGH) -> list[M]:
    """Rows of the first tiers that give `enough`, each row once, in the order of the tiers.

    A tier that takes longer than 400 ms is given up: somebody waits with a finger on a key.
    """
    found: dict[object, M] = {}
    waiting = iter(tiers)
    while len(found) < enough and (tier := next(waiting, None)) is not None:
        _patiently(chain([tier], waiting), found, enough)
    return list(found.values())[:enough]


def _patiently(tiers: Iterable[Tier[M]], found: dict[object, M], enough: int) -> None:
    """Gather until there are enough; a tier that takes too long ends the transaction."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_HURRY, [str(PATIENCE_MS)])
            for tier in tiers:
                # What was found before may be found again, so as many more are asked for.
                limit = enough + len(found)
                rows = tier[:limit] if isinstance(tier, QuerySet) else tier(limit)
                for row in rows:
                    found.setdefault(row.pk, row)
                if len(found) >= enough:
                    break
            cursor.execute(_AS_BEFORE)
    except OperationalError as error:
        if "statement timeout" not in str(error):
            raise


# Nobody waits for a table to be read from end to end, whatever the planner hopes to meet.
_HURRY = """
    SELECT set_config('statement_timeout', %s, true), set_config('enable_seqscan', 'off', true)
"""
_AS_BEFORE = """
    SELECT set_config('statement_timeout', '0', true), set_config('enable_seqscan', 'on', true)
"""
