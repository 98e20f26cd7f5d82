"""No table that holds a customer's id is forgotten by a merge."""

from django.db import connection

from crm.customers import combining
from crm.customers.holders import holders

_PLAIN = """
    SELECT t.relname FROM pg_attribute a
    JOIN pg_class t ON t.oid = a.attrelid AND t.relkind IN ('r', 'p')
    JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'
    WHERE a.attname LIKE '%%customer_id' AND NOT a.attisdropped
        AND NOT EXISTS (SELECT FROM pg_constraint f
            WHERE f.contype = 'f' AND f.conrelid = t.oid AND a.attnum = ANY(f.conkey))
"""
_ONE_EACH = """
    SELECT DISTINCT t.relname FROM pg_constraint f
    JOIN pg_class t ON t.oid = f.conrelid
    JOIN pg_index i ON i.indrelid = t.oid AND i.indisunique AND f.conkey[1] = ANY(i.indkey)
    WHERE f.contype = 'f' AND f.confrelid = 'customers'::regclass
"""


def asked(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {row[0] for row in cursor.fetchall()}


def test_every_table_with_a_customers_id_has_a_foreign_key_or_a_combiner(db):
    assert [table for table in asked(_PLAIN) if not combining.is_registered(table)] == []


def test_every_table_that_has_one_row_a_customer_says_whose_wins(db):
    assert [table for table in asked(_ONE_EACH) if not combining.is_registered(table)] == []


def test_the_catalog_names_them_all(db):
    found = {(holder.table, holder.column) for holder in holders()}
    assert {
        ("leads", "converted_customer_id"),
        ("leads", "looks_like_id"),
        ("customer_interactions", "customer_id"),
        ("customer_lifecycle", "customer_id"),
        ("customers", "merged_into_id"),
    } <= found
