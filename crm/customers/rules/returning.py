"""Giving the rows of a merge back, except those somebody has edited since."""

from collections import defaultdict

from django.db import connection

from crm.customers.holders import columns_of, holders
from crm.customers.models import Merge
from crm.customers.rules.moving import fingerprint, touched

_EDITED = """
    SELECT r.id FROM merge_rows r LEFT JOIN {table} held ON held.{key} = r.row_key::{key_type}
    WHERE r.merge_id = %(merge)s AND r.table_name = '{table}'
        AND {fingerprint} IS DISTINCT FROM r.fingerprint
"""
# Of the survivor's own columns each is judged by itself: a new phone says nothing of the name.
_EDITED_COLUMNS = """
    SELECT r.id FROM merge_rows r LEFT JOIN customers held ON held.id = r.row_key::uuid
    WHERE r.merge_id = %(merge)s AND r.table_name = 'customers'
        AND to_jsonb(held)->r.column_name IS DISTINCT FROM coalesce(r.after, 'null')
"""
# All columns of a row at once, since its constraints speak of several together.
_RETURN = """
    WITH was AS (
        SELECT row_key::{key_type} AS key, jsonb_object_agg(column_name, before) AS columns
        FROM merge_rows
        WHERE merge_id = %(merge)s AND table_name = '{table}' AND NOT has_stayed
        GROUP BY row_key
    )
    UPDATE {table} held SET {sets} FROM was WHERE held.{key} = was.key
"""
_COLUMN = """{column} = CASE WHEN was.columns ? '{column}'
    THEN (jsonb_populate_record(NULL::{table}, was.columns)).{column} ELSE held.{column} END"""


def edited(merge: Merge) -> list[int]:
    """The log's lines whose rows are not as the merge left them."""
    told = {"merge": merge.pk}
    found: list[int] = []
    with connection.cursor() as cursor:
        for holder in touched(merge):
            known = set(merge.columns[holder.table])
            newer = [name for name in columns_of(holder.table) if name not in known]
            statement = _EDITED.format(
                table=holder.table,
                key=holder.key,
                key_type=holder.key_type,
                fingerprint=fingerprint(newer),
            )
            cursor.execute(statement, told)
            found += [line for (line,) in cursor.fetchall()]
        cursor.execute(_EDITED_COLUMNS, told)
        return found + [line for (line,) in cursor.fetchall()]


def give_back(merge: Merge) -> None:
    """Every row the merge changed and nobody since is as it was before."""
    merge.rows.filter(pk__in=edited(merge)).update(has_stayed=True)
    changed: dict[str, set[str]] = defaultdict(set)
    for table, column in merge.rows.values_list("table_name", "column_name").distinct():
        changed[table].add(column)
    keys = {holder.table: (holder.key, holder.key_type) for holder in holders()}
    with connection.cursor() as cursor:
        for table, columns in sorted(changed.items()):
            key, key_type = keys[table]
            sets = ", ".join(_COLUMN.format(table=table, column=name) for name in sorted(columns))
            statement = _RETURN.format(table=table, key=key, key_type=key_type, sets=sets)
            cursor.execute(statement, {"merge": merge.pk})
