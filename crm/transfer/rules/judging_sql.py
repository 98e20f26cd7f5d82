"""The statements of the dry run, over the rows staged in `customer_rows`."""

from crm.customers.matching import SIMILAR_NAME
from crm.customers.matching_rows import MATCHES

STAGE = """
    COPY customer_rows (number, id, fields, particulars, external_source, external_id, email,
        phone, name) FROM STDIN
"""

# Of one phone at most so many earlier rows are compared by name.
_LOOKED_AT = 20

# The first row of the file that is this very person: in this chunk, or in the ledger.
_EARLIER = f"""
    SELECT r.number, least(
        CASE WHEN r.external_id <> '' THEN nullif(
            min(r.number) OVER (PARTITION BY r.external_id), r.number) END,
        CASE WHEN r.email <> '' THEN nullif(
            min(r.number) OVER (PARTITION BY r.email), r.number) END,
        peer.number,
        (SELECT min(l.number) FROM import_rows l WHERE l.upload_id = %(upload)s
            AND l.external_id = r.external_id AND r.external_id <> '' AND l.external_id <> ''),
        (SELECT min(l.number) FROM import_rows l WHERE l.upload_id = %(upload)s
            AND l.email = r.email AND r.email <> '' AND l.email <> ''),
        known.number
    ) AS earlier
    FROM customer_rows r
    LEFT JOIN (
        SELECT later.number AS later, min(first.number) AS number
        FROM customer_rows later JOIN (
            SELECT number, phone, name,
                row_number() OVER (PARTITION BY phone ORDER BY number) AS nth
            FROM customer_rows WHERE phone <> ''
        ) first ON first.phone = later.phone AND first.number < later.number
            AND first.nth <= {_LOOKED_AT}
            AND (later.name = '' OR similarity(first.name, later.name) >= {SIMILAR_NAME})
        GROUP BY later.number
    ) peer ON peer.later = r.number
    LEFT JOIN LATERAL (
        SELECT min(near.number) AS number FROM (
            SELECT l.number, l.name FROM import_rows l
            WHERE l.upload_id = %(upload)s AND l.phone = r.phone AND l.phone <> ''
            LIMIT {_LOOKED_AT}
        ) near WHERE r.name = '' OR similarity(near.name, r.name) >= {SIMILAR_NAME}
    ) known ON r.phone <> ''
"""  # noqa: S608 - numbers of our own

# What a row would change of the customer `c`: values that differ, tags and address added to.
CHANGES = """
    SELECT jsonb_object_agg(wanted.key, wanted.value) FROM (
        SELECT v.key, CASE v.key
            WHEN 'address' THEN CASE %(on_match)s WHEN 'fill' THEN v.value || c.address
                ELSE c.address || v.value END
            WHEN 'tags' THEN (SELECT jsonb_agg(DISTINCT tag) FROM
                jsonb_array_elements(c.tags || v.value) tag)
            ELSE v.value END AS value
        FROM jsonb_each({fields}) v
        WHERE v.key <> 'phone_typed' OR {fields}->>'phone' <> c.phone
        UNION ALL
        SELECT link.key, to_jsonb(link.value) FROM (VALUES
            ('external_source', {source}), ('external_id', {number})) AS link (key, value)
        WHERE {number} <> '' AND c.external_id IS NULL
    ) wanted, LATERAL (SELECT to_jsonb(c)->wanted.key AS value) held
    WHERE wanted.value IS DISTINCT FROM held.value
        AND NOT (wanted.key = 'tags' AND held.value @> wanted.value)
        AND (%(on_match)s <> 'fill' OR wanted.key IN ('address', 'tags')
            OR held.value IN ('""', 'null'))
"""

JUDGE = f"""
    WITH earlier AS ({_EARLIER}), found AS ({MATCHES}), subject AS (
        SELECT r.number, r.particulars->>'reason' AS wrong, e.earlier, f.is_removed,
            f.is_stranger OR f.by_number <> f.by_email AS is_torn,
            coalesce(f.by_number, f.by_email, f.by_phone) AS id
        FROM customer_rows r JOIN earlier e USING (number) JOIN found f USING (number)
    ), weighed AS (
        SELECT s.*, d.changes,
            min(s.number) FILTER (WHERE s.wrong = '' AND s.earlier IS NULL)
                OVER (PARTITION BY s.id) AS first_here,
            CASE WHEN s.id IS NOT NULL THEN (SELECT l.number FROM import_rows l
                WHERE l.upload_id = %(upload)s AND l.subject = s.id
                    AND l.outcome = 'update') END AS first_before,
            %(sees_all)s OR EXISTS (SELECT FROM customer_access a WHERE a.customer_id = s.id
                AND a.branch_id = ANY(%(branches)s)) AS is_seen
        FROM subject s JOIN customer_rows r USING (number)
        LEFT JOIN customers c ON c.id = s.id
        -- Asked only of rows that mean somebody: most mean nobody yet.
        CROSS JOIN LATERAL (SELECT CASE WHEN s.id IS NOT NULL THEN ({
    CHANGES.format(fields="r.fields", source="r.external_source", number="r.external_id")
}) END) d (changes)
    ), judged AS (
        SELECT w.*, CASE
            WHEN w.wrong <> '' THEN ARRAY['refuse', w.wrong]
            WHEN w.earlier IS NOT NULL
                THEN ARRAY['skip', 'Same person as row ' || w.earlier || ' of this file.']
            WHEN w.is_removed THEN ARRAY['refuse', 'This person was removed here.']
            WHEN w.is_torn THEN ARRAY['refuse',
                'Their number belongs to one customer, the rest of the row to another.']
            WHEN w.id IS NULL THEN ARRAY['create', '']
            WHEN w.first_before IS NOT NULL OR w.first_here < w.number THEN ARRAY['skip',
                'Same customer as row ' || coalesce(w.first_before, w.first_here)
                || ' of this file.']
            WHEN NOT w.is_seen THEN ARRAY['skip', 'Known at another branch.']
            WHEN %(on_match)s = 'skip' THEN ARRAY['skip', 'Known already.']
            WHEN w.changes IS NULL THEN ARRAY['skip', 'Nothing new.']
            ELSE ARRAY['update', (SELECT string_agg(key, ', ' ORDER BY key)
                FROM jsonb_object_keys(w.changes) key WHERE key <> 'phone_typed')]
            END AS said
        FROM weighed w
    )
    INSERT INTO import_rows (upload_id, number, outcome, reason, label, subject, values,
        external_id, email, phone, name, changes, left_version, undone)
    SELECT %(upload)s, r.number, t.outcome, t.reason, r.particulars->>'label',
        CASE t.outcome WHEN 'create' THEN r.id WHEN 'refuse' THEN NULL ELSE j.id END,
        r.fields, r.external_id, r.email, r.phone, r.name,
        CASE t.outcome WHEN 'update' THEN j.changes END,
        CASE t.outcome WHEN 'create' THEN 1 END, ''
    FROM judged j JOIN customer_rows r USING (number),
        LATERAL (SELECT j.said[1], j.said[2]) t (outcome, reason)
"""  # noqa: S608 - statements of our own
