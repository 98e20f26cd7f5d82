"""The statements of `bulk`: what the verbs for one customer do, said of a set of rows."""

from crm.lib.ids import UUID7_SQL

ROWS = """
    CREATE TEMP TABLE IF NOT EXISTS customer_rows (
        number integer PRIMARY KEY, id uuid, fields jsonb, taken jsonb, particulars jsonb,
        external_source text NOT NULL DEFAULT '', external_id text NOT NULL DEFAULT '',
        email text NOT NULL DEFAULT '', phone text NOT NULL DEFAULT '',
        name text NOT NULL DEFAULT ''
    ) ON COMMIT DELETE ROWS
"""

_TEXTS = (
    "first_name",
    "last_name",
    "company",
    "job_title",
    "email",
    "phone",
    "phone_typed",
    "language",
    "customer_notes",
    "preferred_contact",
    "contact_frequency",
    "source_type",
)
_DEFAULTS = {
    "preferred_contact": "EMAIL",
    "contact_frequency": "MEDIUM",
    "source_type": "OTHER",
}
_OTHERS = {
    "address": "r.fields->'address'",
    "tags": "r.fields->'tags'",
    "birthday": "(r.fields->>'birthday')::date",
    "acquisition_date": "(r.fields->>'acquisition_date')::date",
    "external_source": "r.fields->>'external_source'",
    "external_id": "r.fields->>'external_id'",
}
# As `Customer.name`, `fill_names` and `sort_key` say it.
_NAME = """coalesce(nullif(btrim({c}first_name || ' ' || {c}last_name), ''),
    nullif({c}company, ''), nullif({c}email, ''), {c}phone)"""
_SEARCH_NAME = f"left(folded({_NAME} || ' ' || {{c}}company), 400)"
_SORT_NAME = """left(coalesce(nullif(folded({c}last_name || ' ' || {c}first_name), ''),
    folded({c}company)), 300)"""

_new = [f"coalesce(fields->>'{name}', '{_DEFAULTS.get(name, '')}') AS {name}" for name in _TEXTS]
CREATE = f"""
    WITH new AS (
        SELECT id, {", ".join(_new)},
            coalesce(fields->'address', '{{}}') AS address, coalesce(fields->'tags', '[]') AS tags,
            (fields->>'birthday')::date AS birthday,
            coalesce((fields->>'acquisition_date')::date, %(now)s::date) AS acquisition_date,
            nullif(external_source, '') AS external_source,
            nullif(external_id, '') AS external_id
        FROM customer_rows
    )
    INSERT INTO customers (id, {", ".join(_TEXTS)}, address, tags, birthday, acquisition_date,
        external_source, external_id, social_profiles, marketing_consent, sms_consent,
        search_name, sort_name, version, created_at, updated_at)
    SELECT id, {", ".join(_TEXTS)}, address, tags, birthday, acquisition_date,
        external_source, external_id, '{{}}', false, false,
        {_SEARCH_NAME.format(c="")}, {_SORT_NAME.format(c="")}, 1, %(now)s, %(now)s
    FROM new
"""  # noqa: S608 - names of our own columns

_values = {name: f"r.fields->>'{name}'" for name in _TEXTS} | _OTHERS
_set = ", ".join(
    f"{name} = CASE WHEN r.fields ? '{name}' THEN {value} ELSE c.{name} END"
    for name, value in _values.items()
)
CHANGE = f"""
    UPDATE customers c SET {_set}, version = c.version + 1, updated_at = %(now)s
    FROM customer_rows r WHERE c.id = r.id
"""  # noqa: S608 - names of our own columns

FOLD = f"""
    UPDATE customers c
    SET search_name = {_SEARCH_NAME.format(c="c.")}, sort_name = {_SORT_NAME.format(c="c.")}
    FROM customer_rows r
    WHERE c.id = r.id
        AND r.fields ?| ARRAY['first_name', 'last_name', 'company', 'email', 'phone']
"""  # noqa: S608 - names of our own columns

REMOVE = """
    UPDATE customers c
    SET deleted_at = %(now)s, updated_at = %(now)s, version = c.version + 1,
        external_source = NULL, external_id = NULL
    FROM customer_rows r WHERE c.id = r.id
"""

NOT_PRIMARY = """
    UPDATE customer_contact_points p SET is_primary = false
    FROM customer_rows r
    WHERE p.customer_id = r.id AND p.is_primary
        AND r.fields ? lower(p.kind) AND r.fields->>lower(p.kind) <> p.value
"""

FIRST_POINTS = f"""
    INSERT INTO customer_contact_points
        (id, customer_id, kind, value, typed, is_primary, created_at)
    SELECT {UUID7_SQL}, r.id, point.kind, point.value, point.typed, true, %(now)s
    FROM customer_rows r, LATERAL (VALUES
        ('EMAIL', r.fields->>'email', r.fields->>'email'),
        ('PHONE', r.fields->>'phone', coalesce(r.fields->>'phone_typed', ''))
    ) AS point (kind, value, typed)
    WHERE point.value <> ''
"""  # noqa: S608 - an expression of our own

# Of somebody known, who may have had this address before.
CONTACT_POINTS = f"""
    {FIRST_POINTS}
    ON CONFLICT (customer_id, kind, value)
        DO UPDATE SET is_primary = true, typed = excluded.typed
"""

FORGET_POINTS = """
    DELETE FROM customer_contact_points p USING customer_rows r
    WHERE p.customer_id = r.id AND NOT p.is_primary AND p.created_at >= %(since)s
        AND p.value IN (r.taken->>'email', r.taken->>'phone')
"""

ACCESS = f"""
    INSERT INTO customer_access (id, customer_id, branch_id, reason, created_at)
    SELECT {UUID7_SQL}, id, %(branch)s, %(reason)s, %(now)s FROM customer_rows
"""  # noqa: S608 - an expression of our own
