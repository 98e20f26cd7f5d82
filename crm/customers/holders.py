"""Where the database keeps a customer's id, as its own catalog says: no table is forgotten."""

from dataclasses import dataclass

from django.db import connection

from crm.customers import combining

_FOREIGN_KEYS = """
    SELECT t.relname, a.attname, k.attname, format_type(k.atttypid, k.atttypmod),
        EXISTS (SELECT FROM pg_attribute c WHERE c.attrelid = t.oid AND c.attname = 'created_at'
            AND NOT c.attisdropped)
    FROM pg_constraint f
    JOIN pg_class t ON t.oid = f.conrelid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = f.conkey[1]
    JOIN pg_constraint p ON p.conrelid = t.oid AND p.contype = 'p'
    JOIN pg_attribute k ON k.attrelid = t.oid AND k.attnum = p.conkey[1]
    WHERE f.contype = 'f' AND f.confrelid = 'customers'::regclass
    ORDER BY t.relname, a.attname
"""
_COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname
"""


@dataclass(frozen=True)
class Holder:
    """A column that points to customers, and the primary key of its table."""

    table: str
    column: str
    key: str
    key_type: str
    is_dated: bool

    @property
    def stays(self) -> str:
        return combining.stays(self.table)


def holders() -> list[Holder]:
    """Every foreign key to customers, the customers' own `merged_into` among them."""
    with connection.cursor() as cursor:
        cursor.execute(_FOREIGN_KEYS)
        return [Holder(*row) for row in cursor.fetchall()]


def columns_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [table])
        return [name for (name,) in cursor.fetchall()]
