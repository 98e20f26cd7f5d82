"""Who may be whom, asked of a set of customers in one statement.

The same statement serves the scan (a chunk at a time) and the listener (one at a time). It
adds the pairs it finds, renews their reasons, and drops undecided ones that no longer hold.
"""

from crm.customers.identifiers import SHORTEST_SERIAL
from crm.customers.matching import SIMILAR_NAME
from crm.lib.ids import UUID7_SQL

# A number that dozens of people share (the shop's own, a hotel's) tells nobody apart.
_SHARED_BY = 20
# Of one postcode so many are compared by name: a tower block is no reason to wait.
_LIVE_AT = 200

# As the index `customers_by_place` says it: the postcode, or street and town without one.
_PLACE = """coalesce(
    nullif(upper(replace({c}.address->>'postcode', ' ', '')), ''),
    nullif(folded(coalesce({c}.address->>'line1', '') || ' '
        || coalesce({c}.address->>'city', '')), ''))"""

# The devices somebody has or had. Strangers sell each other phones, so that a device speaks
# for one person only under a similar name.
_HAD = """
    SELECT d.id, d.serial_number FROM customer_devices d WHERE d.customer_id = {whose}
    UNION SELECT d.id, d.serial_number FROM device_owners o
        JOIN customer_devices d ON d.id = o.device_id WHERE o.customer_id = {whose}"""

LOOK = f"""
    WITH asked AS (
        SELECT c.id, c.sort_name, {_PLACE.format(c="c")} AS place
        FROM customers c WHERE c.id = ANY(%(ids)s::uuid[]) AND c.deleted_at IS NULL
    ), hits AS (
        SELECT asked.id AS one, near.customer_id AS other, lower(own.kind) AS reason
        FROM asked JOIN customer_contact_points own ON own.customer_id = asked.id
        JOIN LATERAL (
            SELECT few.customer_id, count(*) OVER () AS sharing FROM (
                SELECT p.customer_id FROM customer_contact_points p
                WHERE p.kind = own.kind AND p.value = own.value LIMIT {_SHARED_BY + 1}
            ) few
        ) near ON near.customer_id <> asked.id AND near.sharing <= {_SHARED_BY}
        UNION
        SELECT asked.id, near.id, 'address' FROM asked
        JOIN LATERAL (
            SELECT few.id FROM (
                SELECT c.id, c.sort_name FROM customers c
                WHERE {_PLACE.format(c="c")} = asked.place AND c.deleted_at IS NULL
                    AND c.id <> asked.id
                LIMIT {_LIVE_AT}
            ) few WHERE similarity(few.sort_name, asked.sort_name) >= {SIMILAR_NAME}
            LIMIT {_SHARED_BY}
        ) near ON asked.place IS NOT NULL
        UNION
        SELECT asked.id, other.id, 'device' FROM asked
        JOIN LATERAL ({_HAD.format(whose="asked.id")}) own ON true
        JOIN LATERAL (
            SELECT d.customer_id FROM customer_devices d WHERE d.id = own.id
            UNION SELECT o.customer_id FROM device_owners o WHERE o.device_id = own.id
            UNION (SELECT d.customer_id FROM customer_devices d
                WHERE d.serial_number = own.serial_number AND NOT d.serial_number = ''
                    AND length(own.serial_number) >= {SHORTEST_SERIAL} LIMIT {_SHARED_BY})
        ) near ON near.customer_id <> asked.id
        JOIN customers other ON other.id = near.customer_id
            AND similarity(other.sort_name, asked.sort_name) >= {SIMILAR_NAME}
    ), pairs AS (
        SELECT least(one, other) AS first_id, greatest(one, other) AS second_id,
            array_agg(DISTINCT reason) AS reasons
        FROM hits GROUP BY 1, 2
    ), reasoned AS (
        SELECT first_id, second_id, reasons || CASE
            WHEN similarity(a.sort_name, b.sort_name) >= {SIMILAR_NAME} THEN '{{name}}'::text[]
            ELSE '{{}}' END AS reasons
        FROM pairs
        JOIN customers a ON a.id = first_id AND a.deleted_at IS NULL
        JOIN customers b ON b.id = second_id AND b.deleted_at IS NULL
        WHERE NOT EXISTS (  -- somebody said so of a record that is now part of one of the two
            SELECT FROM customers m JOIN customer_duplicates d ON m.id IN (d.first_id, d.second_id)
            WHERE m.merged_into_id IN (a.id, b.id) AND d.decision IN ('DIFFERENT', 'SAME_HOUSEHOLD')
                AND (a.id IN (d.first_id, d.second_id) OR b.id IN (d.first_id, d.second_id)))
    ), found AS (
        SELECT first_id, second_id, to_jsonb(reasons) AS reasons, least(100,
            50 * ('email' = ANY(reasons))::int + 30 * ('phone' = ANY(reasons))::int
            + 30 * ('name' = ANY(reasons))::int + 30 * ('device' = ANY(reasons))::int
            + 20 * ('address' = ANY(reasons))::int) AS score
        FROM reasoned
    ), gone AS (
        DELETE FROM customer_duplicates d
        WHERE d.decision = ''
            AND (d.first_id = ANY(%(ids)s::uuid[]) OR d.second_id = ANY(%(ids)s::uuid[]))
            AND NOT EXISTS (SELECT FROM found
                WHERE found.first_id = d.first_id AND found.second_id = d.second_id)
    )
    INSERT INTO customer_duplicates AS known
        (id, first_id, second_id, reasons, score, decision, created_at)
    SELECT {UUID7_SQL}, first_id, second_id, reasons, score, '', now() FROM found
    ON CONFLICT (first_id, second_id) DO UPDATE
        SET reasons = excluded.reasons, score = excluded.score
        WHERE known.decision = ''
            AND (known.reasons, known.score) IS DISTINCT FROM (excluded.reasons, excluded.score)
"""  # noqa: S608 - numbers and expressions of our own
