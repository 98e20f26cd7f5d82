"""Giving the rows of a merge back, except those somebody has edited since."""

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
_RETURN = """
    UPDATE {table} held
    SET {column} = (jsonb_populate_record(
        NULL::{table}, jsonb_build_object('{column}', r.before))).{column}
    FROM merge_rows r
    WHERE r.merge_id = %(merge)s AND r.table_name = '{table}' AND r.column_name = '{column}'
        AND NOT r.has_stayed AND held.{key} = r.row_key::{key_type}
"""


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
    """Column by column, the last first: no step meets what a later one had made room for."""
    merge.rows.filter(pk__in=edited(merge)).update(has_stayed=True)
    lines = merge.rows.order_by("-pk").values_list("table_name", "column_name")
    keys = {holder.table: (holder.key, holder.key_type) for holder in holders()}
    keys["customers"] = ("id", "uuid")
    with connection.cursor() as cursor:
        for table, column in dict.fromkeys(lines):
            key, key_type = keys[table]
            names = {"table": table, "column": column, "key": key, "key_type": key_type}
            cursor.execute(_RETURN.format(**names), {"merge": merge.pk})
