"""The statements of taking back. What happened since is what the log and the version say."""

# A person's or another system's doing; what follows by itself from the import does not count.
_TOUCHED = """
    (c.version IS DISTINCT FROM l.left_version OR c.deleted_at IS NOT NULL OR EXISTS (
        SELECT FROM activity_events e
        WHERE e.customer_id = l.subject AND e.at > %(since)s AND e.cause IS NULL
            AND e.actor_id <> %(system)s AND e.particulars->>'import' IS DISTINCT FROM %(id)s
    ))
"""
_HERE = "l.upload_id = %(upload)s AND l.number > %(after)s AND l.number <= %(last)s"

CHANGED_SINCE = f"""
    SELECT l.number, l.label, l.outcome, l.subject, c.deleted_at IS NULL AS is_alive
    FROM import_rows l JOIN customers c ON c.id = l.subject
    WHERE l.upload_id = %(upload)s AND l.number > %(after)s
        AND l.outcome IN ('create', 'update') AND {_TOUCHED}
    ORDER BY l.number LIMIT %(limit)s
"""  # noqa: S608 - statements of our own

SETTLE = f"""
    UPDATE import_rows l
    SET undone = CASE
        WHEN c.deleted_at IS NOT NULL THEN 'kept'
        WHEN l.undone <> 'chosen' AND {_TOUCHED} THEN 'kept'
        ELSE 'undone' END
    FROM customers c
    WHERE c.id = l.subject AND {_HERE} AND l.outcome IN ('create', 'update')
"""  # noqa: S608 - statements of our own

STAGE_CHANGED = f"""
    INSERT INTO customer_rows (number, id, fields, taken, particulars)
    SELECT l.number, l.subject, l.before, l.changes, jsonb_build_object('import', %(id)s,
        'row', l.number,
        'fields', (SELECT jsonb_agg(key ORDER BY key) FROM jsonb_object_keys(l.before) key),
        'before', l.changes)
    FROM import_rows l WHERE {_HERE} AND l.outcome = 'update' AND l.undone = 'undone'
"""  # noqa: S608 - statements of our own

STAGE_NEW = f"""
    INSERT INTO customer_rows (number, id, particulars)
    SELECT l.number, l.subject, jsonb_build_object('import', %(id)s, 'row', l.number)
    FROM import_rows l WHERE {_HERE} AND l.outcome = 'create' AND l.undone = 'undone'
"""  # noqa: S608 - statements of our own
