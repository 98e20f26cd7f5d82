"""The statements of `volume` that give people devices and repairs.

They agree with the stage each person was drawn for: advocates came often and lately and would
recommend us, customers have one repair in hand, and whoever only asked has none.
"""

from crm.demo.volume_sql import days_ago, one_of
from crm.lib.ids import UUID7_SQL

# Two devices each, and every third person a third one.
DEVICES = f"""
    CREATE TEMP TABLE volume_devices ON COMMIT DROP AS
    SELECT {UUID7_SQL} AS id, p.id AS customer_id, p.n, p.since, slot,
        (%(models)s::uuid[])[1 + floor(random() * %(models_many)s)::int] AS model_id,
        (%(devices)s::jsonb[])[1 + floor(random() * %(devices_many)s)::int] AS said
    FROM volume_people p, LATERAL generate_series(1, 2 + (p.n %% 3 = 0)::int) slot
    WHERE p.stage IN ('ADVOCACY', 'CUSTOMER', 'RETENTION')
"""  # noqa: S608 - lists and columns of our own

OWNED = """
    INSERT INTO customer_devices (id, customer_id, owned_since, model_id, label, serial_number,
        serial_typed, imei, colour, storage, notes, version, created_at, updated_at)
    SELECT id, customer_id, since, model_id, (said ->> 'brand') || ' ' || (said ->> 'model'),
        serial, serial, '', '', '', '', 1, since, since
    FROM (SELECT *, upper(substr(md5(n || '/' || slot), 1, 11)) AS serial FROM volume_devices) d
"""

# Six finished repairs of an advocate; of a customer four, the last of them this week, and one in
# hand; one of whoever stays. Every tenth first promise came too early, and was broken.
BOOKINGS = f"""
    CREATE TEMP TABLE volume_bookings ON COMMIT DROP AS
    SELECT {UUID7_SQL} AS id, numbered.*,
        at + interval '1 day' * CASE WHEN number %% 10 = 0 THEN 1 ELSE 3 END AS promised_at,
        CASE WHEN status IN ('COMPLETED', 'READY_FOR_PICKUP')
            THEN least(at + interval '2 days', %(now)s) END AS ready_at
    FROM (SELECT nextval('booking_numbers') AS number, drawn.* FROM (
        SELECT p.id AS customer_id, p.n, p.branch_id, p.stage, nth, d.id AS device_id,
            CASE WHEN p.stage = 'CUSTOMER' AND nth = 5
                THEN (%(open)s::text[])[1 + floor(random() * %(open_many)s)::int]
                ELSE 'COMPLETED' END AS status,
            CASE WHEN p.stage = 'CUSTOMER' AND nth = 5 THEN {days_ago(0, 6)}
                WHEN p.stage = 'CUSTOMER' AND nth = 4 THEN {days_ago(3, 9)}
                WHEN nth = 1 THEN {days_ago(12, 400)}
                ELSE {days_ago(12, 1400)} END AS at,
            {one_of("repairs")} AS repair_type, {one_of("needs")} AS problem,
            40 + floor(random() * 300) AS price,
            (%(technicians)s::uuid[])[1 + floor(random() * %(technicians_many)s)::int]
                AS technician_id
        FROM volume_people p
            CROSS JOIN LATERAL generate_series(1, CASE p.stage WHEN 'ADVOCACY' THEN 6
                WHEN 'CUSTOMER' THEN 5 WHEN 'RETENTION' THEN 1 ELSE 0 END) nth
            JOIN volume_devices d ON d.customer_id = p.id AND d.slot = 1 + nth %% 2
    ) drawn) numbered
"""  # noqa: S608 - lists and columns of our own

BOOKED = """
    INSERT INTO bookings (id, number, reference, branch_id, customer_id, device_id, repair_type,
        problem_description, urgency_level, status, status_entered_at, service_type, base_price,
        final_price, promised_at, ready_at, was_on_time, told_at, completed_at, collected_at,
        assigned_technician_id, device_condition, photo_urls, customer_info, internal_notes,
        customer_notes, warranty_until, nps_score, satisfaction_notes, version, created_by_id,
        created_at, updated_at)
    SELECT id, number, %(prefix)s || '-' || number, branch_id, customer_id, device_id, repair_type,
        problem, (ARRAY['LOW', 'STANDARD', 'STANDARD', 'HIGH', 'URGENT'])[1 + number %% 5],
        status, at, 'bring_in', price, CASE WHEN done THEN price END, promised_at,
        ready_at, promised_at >= ready_at,
        CASE WHEN done THEN at + interval '2 days' END,
        CASE WHEN done THEN at + interval '3 days' END,
        CASE WHEN done THEN at + interval '3 days' END, technician_id, '{}', '[]', '{}', '', '',
        CASE WHEN done THEN (at + interval '93 days')::date END,
        CASE WHEN stage = 'ADVOCACY' THEN 9 + nth %% 2 END, '', 1, %(by)s, at, at
    FROM (SELECT *, status = 'COMPLETED' AS done FROM volume_bookings) b
"""

STOOD = f"""
    INSERT INTO booking_status_history (id, booking_id, from_status, to_status, notes, at, by_id,
        was_out_of_order, took_effect, source, created_at)
    SELECT {UUID7_SQL}, id, '', status, '', at, %(by)s, false, true, '', at FROM volume_bookings
"""  # noqa: S608 - lists and columns of our own

PROMISED = f"""
    INSERT INTO booking_promises (id, booking_id, promised_at, made_at, made_by_id, reason, kept,
        is_first)
    SELECT {UUID7_SQL}, id, promised_at, at, %(by)s, '', promised_at >= ready_at, true
    FROM volume_bookings
"""  # noqa: S608 - lists and columns of our own

FITTED = f"""
    INSERT INTO booking_parts (id, booking_id, name, sku, quantity, cost, price, status,
        added_by_id, created_at, updated_at)
    SELECT {UUID7_SQL}, id, 'Part for ' || lower(replace(repair_type, '_', ' ')), '', 1, 30, 60,
        CASE WHEN status = 'COMPLETED' THEN 'FITTED' ELSE 'ORDERED' END, %(by)s, at, at
    FROM volume_bookings WHERE number %% 3 = 0
"""  # noqa: S608 - lists and columns of our own

FOUND = f"""
    INSERT INTO booking_faults (id, booking_id, what, seen_at, seen_by_id, decision, decided_at,
        price)
    SELECT {UUID7_SQL}, id, problem, at, %(by)s,
        CASE WHEN number %% 2 = 0 THEN 'DECLINED' ELSE 'REPAIRED' END, at, price
    FROM volume_bookings WHERE number %% 5 = 0
"""  # noqa: S608 - lists and columns of our own

# In the order they are written: each refers only to what stands above it.
WRITTEN = (DEVICES, OWNED, BOOKINGS, BOOKED, STOOD, PROMISED, FITTED, FOUND)
