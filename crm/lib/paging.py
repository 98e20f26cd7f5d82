"""Keyset paging: a page is found by where the last one ended, never by counting rows past.

Every list costs the same on its first and its thousandth page. The cursor is signed, so
nobody can point it at a column they may not see; it is opaque, so its form may change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.core import signing
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from ninja import Schema
from pydantic import Field

from crm.lib.refusal import Refusal

MOST = 100
COUNT_CAP = 10_000
_SALT = "crm.paging"
Row = TypeVar("Row")


class PageAsked(Schema):
    """Which page of a list a caller wants."""

    limit: int = Field(50, ge=1, le=MOST)
    cursor: str | None = Field(
        default=None, max_length=500, description="`next_cursor` of the page before"
    )


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows, and where the next begins (None on the last)."""

    items: list[Row]
    next_cursor: str | None


def page(
    rows: "QuerySet[Any, Row]", *, order: Sequence[str], limit: int, cursor: str | None
) -> Page[Row]:
    """The rows after `cursor` in `order` (field names, `-` for descending, a unique one last).

    Rows are models or named tuples that hold those fields. The fields must not be NULL: order
    by an annotation that coalesces those that may be.
    """
    return merged([rows], order=order, limit=limit, cursor=cursor)


def merged(
    sources: "Sequence[QuerySet[Any, Any]]", *, order: Sequence[str], limit: int, cursor: str | None
) -> Page[Any]:
    """One page out of several lists that have one order; each is asked for a page at most.

    Fields by which several are ordered compare in Python as in the database: moments, numbers
    and ids, never text.
    """
    limit = max(1, min(limit, MOST))
    after = _after(order, _read(cursor, order)) if cursor else Q()
    found = [row for rows in sources for row in rows.filter(after).order_by(*order)[: limit + 1]]
    if len(sources) > 1:
        for name in reversed(order):
            found.sort(key=attrgetter(name.lstrip("-")), reverse=name.startswith("-"))
    items = found[:limit]
    return Page(items, _write(items[-1], order) if len(found) > limit else None)


def tail(found: Page[Any], rows: "QuerySet[Any, Any]", *, is_first: bool) -> dict[str, Any]:
    """What every list says besides its items.

    Counting costs more than reading a page, and the number does not change on the way through,
    so the total is told with the first page only.
    """
    total = capped_count(rows) if is_first else None
    return {
        "next_cursor": found.next_cursor,
        "total": None if total is None else min(total, COUNT_CAP),
        "total_is_capped": None if total is None else total > COUNT_CAP,
    }


def capped_count(rows: QuerySet[Any]) -> int:
    """How many rows there are, counting no further than 10,001."""
    return int(rows.order_by().values("pk")[: COUNT_CAP + 1].count())


def capped_counts(
    named: "Mapping[str, QuerySet[Any, Any]]", *, cap: int = COUNT_CAP
) -> dict[str, int]:
    """How many rows each of these has, no further than one beyond `cap`, in one statement."""
    asked: list[str] = []
    values: list[Any] = []
    counts = dict.fromkeys(named, 0)
    names: list[str] = []
    for name, rows in named.items():
        try:
            sql, params = rows.order_by().values("pk")[: cap + 1].query.sql_with_params()
        except EmptyResultSet:  # nothing could ever fit: there is nothing to ask
            continue
        names.append(name)
        asked.append(f"(SELECT count(*) FROM ({sql}) held)")  # noqa: S608 - the ORM's own
        values += params
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(asked)}", values)
            counts |= dict(zip(names, cursor.fetchone(), strict=True))
    return counts


def _after(order: Sequence[str], values: list[Any]) -> Q:
    condition = Q()
    for name, value in reversed(list(zip(order, values, strict=True))):
        beyond = Q(**{f"{name.lstrip('-')}__{_beyond(name)}": value})
        same = Q(**{name.lstrip("-"): value})
        condition = beyond | (same & condition) if condition else beyond
    # Said again for the first field alone: an index can start there, but not at an OR.
    first = Q(**{f"{order[0].lstrip('-')}__{_beyond(order[0])}e": values[0]})
    return first & condition


def _beyond(name: str) -> str:
    return "lt" if name.startswith("-") else "gt"


def _write(row: Any, order: Sequence[str]) -> str:
    values = [getattr(row, name.lstrip("-")) for name in order]
    return signing.dumps([list(order), [_plain(value) for value in values]], salt=_SALT)


def _read(cursor: str, order: Sequence[str]) -> list[Any]:
    try:
        written_for, values = signing.loads(cursor, salt=_SALT)
    except (signing.BadSignature, ValueError):
        written_for, values = None, []
    if written_for != list(order):
        raise Refusal("This cursor is not from this list.", field="cursor", status=422)
    return list(values)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)
