"""The judgement of `matching`, asked of thousands of rows in one statement.

The rows stand in the temporary table `customer_rows` (see `rules/bulk.py`), with their
addresses in normal form and their name folded. The answer says for each row which customer
has its external number, its email, and its phone under a similar name.
"""

from crm.customers.matching import SIMILAR_NAME

# A number that dozens of people share (the shop's own, a hotel's) tells nobody apart.
_LOOKED_AT = 20

MATCHES = f"""
    SELECT r.number, ext.id AS by_number, ext.deleted_at IS NOT NULL AS is_removed,
           mail.id AS by_email, tel.id AS by_phone,
           ext.id IS NOT NULL AND r.name <> '' AND ext.search_name <> ''
               AND similarity(ext.search_name, r.name) < 0.2
               AND lower(ext.email) <> r.email AS is_stranger
    FROM customer_rows r
    LEFT JOIN customers numbered ON r.external_id <> ''
        AND numbered.external_source = r.external_source AND numbered.external_id = r.external_id
    LEFT JOIN customers ext ON ext.id = coalesce(numbered.merged_into_id, numbered.id)
    LEFT JOIN LATERAL (
        SELECT c.id FROM customer_contact_points p JOIN customers c ON c.id = p.customer_id
        WHERE p.kind = 'EMAIL' AND p.value = r.email AND c.deleted_at IS NULL
        ORDER BY c.created_at, c.id LIMIT 1
    ) mail ON r.email <> ''
    LEFT JOIN LATERAL (
        SELECT near.id FROM (
            SELECT c.id, c.created_at, c.search_name
            FROM customer_contact_points p JOIN customers c ON c.id = p.customer_id
            WHERE p.kind = 'PHONE' AND p.value = r.phone AND c.deleted_at IS NULL
            LIMIT {_LOOKED_AT}
        ) near
        WHERE r.name = '' OR similarity(near.search_name, r.name) >= {SIMILAR_NAME}
        ORDER BY near.created_at, near.id LIMIT 1
    ) tel ON r.phone <> ''
"""  # noqa: S608 - two numbers of our own
