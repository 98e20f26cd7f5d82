"""The statements that carry ledger rows into `customer_rows`, and say what no longer fits."""

from crm.customers.matching_rows import MATCHES
from crm.transfer.rules.judging_sql import CHANGES

_HERE = "l.upload_id = %(upload)s AND l.number > %(after)s AND l.number <= %(last)s"

STAGE_NEW = f"""
    INSERT INTO customer_rows (number, id, fields, particulars, external_source, external_id,
        email, phone, name)
    SELECT l.number, l.subject, l.values, jsonb_build_object('import', %(id)s, 'row', l.number),
        CASE WHEN l.external_id <> '' THEN %(source)s ELSE '' END, l.external_id,
        l.email, l.phone, l.name
    FROM import_rows l WHERE {_HERE} AND l.outcome = 'create'
"""  # noqa: S608 - statements of our own

LEAVE_OUT_KNOWN = f"""
    WITH known AS (
        SELECT f.number FROM ({MATCHES}) f
        WHERE coalesce(f.by_number, f.by_email, f.by_phone) IS NOT NULL
    ), gone AS (
        DELETE FROM customer_rows r USING known WHERE r.number = known.number
    )
    UPDATE import_rows l
    SET outcome = 'skip', reason = 'Somebody added them since the dry run.', subject = NULL
    FROM known WHERE l.upload_id = %(upload)s AND l.number = known.number
"""  # noqa: S608 - statements of our own

WEIGH_AGAIN = f"""
    WITH weighed AS (
        SELECT l.number, c.version, d.changes, (
            SELECT jsonb_object_agg(key, to_jsonb(c)->key) FROM jsonb_object_keys(d.changes) key
        ) AS before
        FROM import_rows l
        LEFT JOIN customers c ON c.id = l.subject AND c.deleted_at IS NULL
        LEFT JOIN LATERAL ({
    CHANGES.format(
        fields="l.values",
        source="%(source)s::text",
        number="l.external_id",
    )
}) d (changes) ON c.id IS NOT NULL
        WHERE {_HERE} AND l.outcome = 'update'
    )
    UPDATE import_rows l
    SET changes = w.changes, before = w.before, left_version = w.version + 1
    FROM weighed w WHERE l.upload_id = %(upload)s AND l.number = w.number
"""  # noqa: S608 - statements of our own

LEAVE_OUT_UNCHANGED = f"""
    UPDATE import_rows l
    SET outcome = 'skip', reason = 'Changed or removed by somebody since the dry run.'
    WHERE {_HERE} AND l.outcome = 'update' AND l.changes IS NULL
"""  # noqa: S608 - statements of our own

STAGE_CHANGED = f"""
    INSERT INTO customer_rows (number, id, fields, particulars)
    SELECT l.number, l.subject, l.changes, jsonb_build_object('import', %(id)s, 'row', l.number,
        'fields', (SELECT jsonb_agg(key ORDER BY key) FROM jsonb_object_keys(l.changes) key),
        'before', l.before)
    FROM import_rows l WHERE {_HERE} AND l.outcome = 'update'
"""  # noqa: S608 - statements of our own
