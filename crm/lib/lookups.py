"""Asking indexes for the first few rows that are, or begin with, one of some texts.

Such a question costs the same among ten rows and among ten million, since every part of it
stops at its limit. All parts of one question are one statement.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)
_LAST = r"U&'\+10FFFF'"  # sorts after every continuation of a prefix


@dataclass(frozen=True)
class Lookup:
    """One column and what it is to hold; `source` is SQL in which the rows' table has its name.

    `source` and `column` are code, never input; the texts are input.
    """

    source: str
    column: str
    condition: str
    texts: Sequence[str]


def whole(source: str, column: str, texts: Sequence[str]) -> Lookup:
    """Rows whose column is one of the texts."""
    return Lookup(source, column, f"{column} = asked.text", texts)


def begins(source: str, column: str, texts: Sequence[str]) -> Lookup:
    """Rows whose column begins with one of the texts, in the column's own order.

    A range, because LIKE cannot use a plain index under every collation.
    """
    beyond = f"{column} < asked.text || {_LAST}"
    return Lookup(source, column, f"{column} >= asked.text AND {beyond}", texts)


class Among(Generic[M]):
    """Rows that somebody may see, to look things up in. They are filtered without joins."""

    def __init__(self, rows: QuerySet[M]) -> None:
        self.rows = rows

    def tier(self, *lookups: Lookup) -> Callable[[int], Iterable[M]]:
        """The first of each text of each lookup, each row once, in the order of the lookups."""
        return partial(self._first, lookups, "part, nth, place")

    def by_turns(self, *lookups: Lookup) -> Callable[[int], Iterable[M]]:
        """The same, but the first of every text before anybody's second."""
        return partial(self._first, lookups, "place, nth, part")

    def _first(self, lookups: Sequence[Lookup], order: str, limit: int) -> Iterable[M]:
        visible, told = self._visible
        table, key = self._table
        parts, params = [], []
        for number, lookup in enumerate(lookups):
            parts.append(
                _PART.format(lookup=lookup, part=number, key=f"{table}.{key}", visible=visible)
            )
            params += [list(lookup.texts), *told, limit]
        statement = _FOUND.format(
            parts=" UNION ALL ".join(parts), order=order, table=table, key=key
        )
        manager = self.rows.model._default_manager  # noqa: SLF001 - Django documents it as public
        rows: Iterable[M] = manager.raw(statement, [*params, limit])
        return rows

    @property
    def _table(self) -> tuple[str, str]:
        meta = self.rows.model._meta  # noqa: SLF001 - Django documents _meta as public
        assert meta.pk is not None
        assert meta.pk.column is not None
        return meta.db_table, meta.pk.column

    @cached_property
    def _visible(self) -> tuple[str, Sequence[Any]]:
        """What says which rows may be seen, worked out once for all lookups."""
        query = self.rows.query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.compile(query.where)
        assert sum(map(bool, query.alias_refcount.values())) <= 1, (
            "A lookup cannot carry the joins of its rows."
        )
        return sql or "true", params


_PART = """
    SELECT {part} AS part, asked.nth, near.place, near.key
    FROM unnest(%s::text[]) WITH ORDINALITY asked (text, nth), LATERAL (
        SELECT row_number() OVER (ORDER BY {lookup.column}, {key}), {key}
        FROM {lookup.source} WHERE {lookup.condition} AND {visible}
        ORDER BY {lookup.column}, {key} LIMIT %s
    ) near (place, key)
"""
_FOUND = """
    SELECT t.* FROM (
        SELECT key, min(at) AS at FROM (
            SELECT key, row_number() OVER (ORDER BY {order}) AS at FROM ({parts}) near
        ) numbered GROUP BY key ORDER BY at LIMIT %s
    ) first JOIN {table} t ON t.{key} = first.key ORDER BY first.at
"""
