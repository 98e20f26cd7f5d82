"""Moving rows from one customer to another, in whatever table, and remembering each.

The one exception to "one writer per table" (see `docs/decisions/0012-merge-walks-foreign-keys.md`).
"""

from typing import Any

from django.db import connection

from crm.customers.holders import Holder, columns_of, holders
from crm.customers.models import Merge

_MOVE = """
    UPDATE {table} held SET {column} = %(survivor)s
    WHERE held.{column} = %(loser)s AND NOT ({stays})
"""
_LOGGED = """
    WITH moved AS ({move} RETURNING held.{key}::text AS row_key)
    INSERT INTO merge_rows
        (merge_id, table_name, row_key, column_name, before, after, fingerprint, has_stayed)
    SELECT %(merge)s, '{table}', row_key, '{column}',
        to_jsonb(%(loser)s::uuid), to_jsonb(%(survivor)s::uuid), '', false
    FROM moved
"""
_CHANGE = """
    WITH old AS (
        SELECT id, to_jsonb(held) AS was FROM {table} held WHERE {where}
    ), changed AS (
        UPDATE {table} held SET {sets} FROM old WHERE held.id = old.id
        RETURNING old.id::text AS row_key, old.was, to_jsonb(held) AS becomes
    )
    INSERT INTO merge_rows
        (merge_id, table_name, row_key, column_name, before, after, fingerprint, has_stayed)
    SELECT %(merge)s, '{table}', row_key, name, was->name, becomes->name, '', false
    FROM changed, unnest(%(names)s::text[]) AS name
    WHERE was->name IS DISTINCT FROM becomes->name
"""
_FINGERPRINTS = """
    UPDATE merge_rows r SET fingerprint = {fingerprint}
    FROM {table} held
    WHERE r.merge_id = %(merge)s AND r.table_name = '{table}'
        AND held.{key} = r.row_key::{key_type}
"""


def move_everything(merge: Merge) -> None:
    """Every row of the loser's becomes the survivor's, except what a combiner keeps."""
    for holder in holders():
        _run(_LOGGED, holder, merge, move=_move(holder))


def move_stragglers(merge: Merge) -> None:
    """What was still being written for the loser while the merge ran. It is not logged: it
    was made since, so it stays with the survivor when the merge is undone.
    """
    for holder in holders():
        _run(_move(holder), holder, merge)


def change(merge: Merge, table: str, where: str, sets: str, names: list[str], **told: Any) -> None:
    """Change columns on the way, remembering what was there. `where` and `sets` are code."""
    statement = _CHANGE.format(table=table, where=where, sets=sets)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"merge": merge.pk, "names": names, **told})


def remember_how_it_was_left(merge: Merge) -> None:
    """So that the undo can tell which rows somebody has edited since."""
    merge.columns = {}
    for holder in touched(merge):
        merge.columns[holder.table] = columns_of(holder.table)
        _run(_FINGERPRINTS, holder, merge, fingerprint=fingerprint([]))
    merge.save(update_fields=["columns"])


def touched(merge: Merge) -> list[Holder]:
    """One holder for each table in which the merge moved something, customers apart."""
    tables = set(merge.rows.exclude(table_name="customers").values_list("table_name", flat=True))
    found = {holder.table: holder for holder in holders() if holder.table in tables}
    return list(found.values())


def fingerprint(newer: list[str]) -> str:
    """Of the row `held`, leaving out columns that the table did not have then."""
    left_out = "".join(f" - '{name}'" for name in newer)
    return f"md5((to_jsonb(held){left_out})::text)"


def _move(holder: Holder) -> str:
    return _MOVE.format(table=holder.table, column=holder.column, stays=holder.stays)


def _run(statement: str, holder: Holder, merge: Merge, **code: str) -> None:
    names = {
        "table": holder.table,
        "column": holder.column,
        "key": holder.key,
        "key_type": holder.key_type,
    }
    told = {"merge": merge.pk, "survivor": merge.survivor_id, "loser": merge.loser_id}
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**names, **code), told)
