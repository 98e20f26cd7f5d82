"""The statements of `volume`: everything is made by the database, from lists of words.

`volume_people` holds one chunk of people while their rows are written. Who came how often is
drawn so that the lifecycle's rules agree with nearly every stage written here.
"""

from crm.lib.ids import UUID7_SQL

_YEARS = 4 * 365


def one_of(words: str, *, skew: int = 1) -> str:
    """One element of a list given as a parameter; the higher the skew, the more the first ones."""
    return f"(%({words})s::text[])[1 + floor(power(random(), {skew}) * %({words}_many)s)::int]"


def days_ago(least: int, most: int) -> str:
    days = f"{least} + random() * {most - least}"
    return f"%(now)s::timestamptz - interval '1 day' * ({days})"


PEOPLE = f"""
    CREATE TEMP TABLE volume_people ON COMMIT DROP AS
    WITH drawn AS (
        SELECT n, {UUID7_SQL} AS id, {one_of("first_names", skew=2)} AS first_name,
            CASE WHEN random() < 0.5 THEN {one_of("last_names", skew=2)}
                ELSE {one_of("stems")} || {one_of("middles")} || {one_of("ends")} END AS family,
            CASE WHEN random() < 0.08 THEN '-' || {one_of("last_names")} ELSE '' END AS married,
            CASE WHEN random() < 0.08 THEN {one_of("stems")} || {one_of("ends")} || ' '
                || {one_of("trades")} ELSE '' END AS company,
            {one_of("domains", skew=2)} AS domain, random() AS dice,
            1 + floor(random() * 300) || ' ' || {one_of("streets")} AS line1,
            {one_of("areas")} || 1 + floor(random() * 20) || ' ' || floor(random() * 10)
                || chr(65 + floor(random() * 26)::int) || chr(65 + floor(random() * 26)::int)
                AS postcode,
            {one_of("sources")} AS source_type,
            (%(branches)s::uuid[])[1 + floor(random() * %(branches_many)s)::int] AS branch_id,
            {days_ago(30, _YEARS)} AS since
        FROM generate_series(%(start)s::int, %(stop)s::int - 1) AS n
    ), named AS (
        -- Every fiftieth shares the phone of whoever came before: a household.
        SELECT drawn.*, family || married AS last_name,
            '+447' || 300000000 + (n - (n %% 50 = 49)::int)::bigint * 7919 %% 600000000 AS phone,
            regexp_replace(folded(first_name || '.' || family), '[^a-z.]', '', 'g') AS mailbox
        FROM drawn
    )
    SELECT *, CASE WHEN n %% 20 = 7 THEN '' ELSE mailbox || n || '@' || domain END AS email,
        CASE WHEN dice < 0.45 THEN 'ADVOCACY' WHEN dice < 0.47 THEN 'CUSTOMER'
            WHEN dice < 0.65 THEN 'RETENTION' WHEN dice < 0.70 THEN 'PROSPECT'
            ELSE 'LEAD' END AS stage,
        CASE WHEN dice < 0.05 THEN 3 WHEN dice < 0.65 THEN 1 ELSE 0 END AS times
    FROM named
"""  # noqa: S608 - lists and columns of our own

CUSTOMERS = """
    INSERT INTO customers (id, first_name, last_name, company, job_title, email, phone,
        phone_typed, address, language, social_profiles, tags, customer_notes, preferred_contact,
        contact_frequency, marketing_consent, sms_consent, source_type, acquisition_date,
        external_source, external_id, search_name, sort_name, version, created_at, updated_at)
    SELECT id, first_name, last_name, company, '', email, phone, '0' || substr(phone, 4),
        jsonb_build_object('line1', line1, 'city', 'London', 'postcode', postcode), 'en', '{}',
        '[]', '', 'EMAIL', 'MEDIUM', dice > 0.6, false, source_type, since::date,
        CASE WHEN n %% 3 = 0 THEN 'revivatech' END, CASE WHEN n %% 3 = 0 THEN 'U' || n END,
        folded(first_name || ' ' || last_name || ' ' || company),
        folded(last_name || ' ' || first_name), 1, since, since
    FROM volume_people
"""

CONTACT_POINTS = f"""
    INSERT INTO customer_contact_points
        (id, customer_id, kind, value, typed, is_primary, created_at)
    SELECT {UUID7_SQL}, id, kind, value, value, true, since
    FROM volume_people, LATERAL (VALUES ('EMAIL', email), ('PHONE', phone)) point (kind, value)
    WHERE value <> ''
"""  # noqa: S608 - lists and columns of our own

ACCESS = f"""
    INSERT INTO customer_access (id, customer_id, branch_id, reason, created_at)
    SELECT {UUID7_SQL}, id, branch_id, 'demo', since FROM volume_people
"""  # noqa: S608 - lists and columns of our own

# Whoever became a customer once asked: their leads, the last one in the last fortnight for
# those who stand in CUSTOMER, and an open one for prospects.
CONVERSIONS = f"""
    CREATE TEMP TABLE volume_conversions ON COMMIT DROP AS
    SELECT {UUID7_SQL} AS lead_id, p.*, nth, CASE WHEN stage = 'CUSTOMER'
        THEN {days_ago(1, 13)} ELSE greatest(since, {days_ago(15, 700)}) END AS at
    FROM volume_people p, LATERAL generate_series(1, p.times) nth
"""  # noqa: S608 - lists and columns of our own

_LEAD = """
    WITH made AS (INSERT INTO leads (
        id, branch_id, source_type, source_details, lead_score, score_reasons, score_version,
        scored_at, qualification_status, contact_info, device_interest, initial_needs,
        budget_range, estimated_value, urgency_level, assigned_to, converted_customer_id,
        converted_at, looks_like_id, looks_like_reasons, follow_up_count, unanswered_count,
        status, lost_reason, disqualified_reason, email, phone, search_name, stage_entered_at,
        version, created_at, updated_at)
"""
_STAGES = """
    RETURNING id, status, qualification_status, stage_entered_at)
    INSERT INTO lead_stages (lead_id, stage, entered_at)
    SELECT id, CASE status WHEN 'ACTIVE' THEN qualification_status ELSE status END,
        stage_entered_at FROM made
"""
_ASKED = f"""
    jsonb_build_object('name', first_name || ' ' || last_name, 'phone', phone),
    (%(devices)s::jsonb[])[1 + floor(random() * %(devices_many)s)::int],
    {one_of("needs")}, '', 40 + floor(random() * 300)
"""

CONVERTED = f"""
    {_LEAD}
    SELECT lead_id, branch_id, source_type, '{{}}', 60, '[]', %(scored)s, at, 'QUALIFIED', {_ASKED},
        'MEDIUM', NULL, id, at, NULL, '[]', 0, 0, 'CONVERTED', '', '', email, phone,
        folded(first_name || ' ' || last_name), at, 1, at - interval '1 day', at
    FROM volume_conversions
    {_STAGES}
"""  # noqa: S608 - lists and columns of our own

OPEN_AGAIN = f"""
    {_LEAD}
    SELECT {UUID7_SQL}, branch_id, source_type, '{{}}', 55, '[]', %(scored)s, %(now)s, 'QUALIFIED',
        {_ASKED}, 'MEDIUM', NULL, NULL, NULL, id, '["email"]', 0, 0, 'ACTIVE', '', '', email,
        phone, folded(first_name || ' ' || last_name), at, 1, at, at
    FROM (SELECT p.*, {days_ago(1, 20)} AS at FROM volume_people p WHERE stage = 'PROSPECT') p
    {_STAGES}
"""  # noqa: S608 - lists and columns of our own

# A fifth as many strangers ask as there are customers.
ASKING = f"""
    {_LEAD}
    SELECT {UUID7_SQL}, branch_id, source_type, '{{}}', 5 + floor(random() * 93), '[]', %(scored)s,
        at, ('{{UNQUALIFIED,QUALIFYING,QUALIFIED}}'::text[])[1 + n %% 3], {_ASKED},
        ('{{LOW,MEDIUM,HIGH,URGENT}}'::text[])[1 + n %% 4],
        CASE WHEN %(staff_many)s > 0 AND n %% 5 < 4
            THEN (%(staff)s::uuid[])[1 + floor(random() * %(staff_many)s)::int] END,
        NULL, NULL, NULL, '[]', 0, 0, 'ACTIVE', '', '', '', phone,
        folded(first_name || ' ' || last_name), at, 1, at, at
    FROM (
        SELECT n, {one_of("first_names")} AS first_name, {one_of("last_names")} AS last_name,
            {one_of("sources")} AS source_type, {days_ago(0, 30)} AS at,
            '+447700900' || lpad(floor(random() * 1000)::text, 3, '0') AS phone,
            (%(branches)s::uuid[])[1 + floor(random() * %(branches_many)s)::int] AS branch_id
        FROM generate_series(%(start)s::int / 5, %(stop)s::int / 5 - 1) AS n
    ) p
    {_STAGES}
"""  # noqa: S608 - lists and columns of our own

LIFECYCLE = f"""
    INSERT INTO customer_lifecycle (id, customer_id, current_stage, stage_entered_at,
        previous_stage, held_against, lifecycle_score, estimated_value, next_action_due, version,
        created_at, updated_at)
    SELECT {UUID7_SQL}, id, stage, since, '', '', 0, floor(random() * 90000) / 100,
        CASE WHEN n %% 10 = 0 THEN {days_ago(-60, 5)} END, 1, since, since
    FROM volume_people
"""  # noqa: S608 - lists and columns of our own

HISTORY = f"""
    INSERT INTO customer_lifecycle_history (id, customer_id, from_stage, to_stage, moved_at, reason,
        evidence, config_version, moved_by_id, created_at)
    SELECT {UUID7_SQL}, id, '', stage, since, 'demo', '{{}}', '', %(by)s, since FROM volume_people
"""  # noqa: S608 - lists and columns of our own

REMEMBERED = """
    INSERT INTO search_words (word)
    SELECT DISTINCT word FROM volume_people, LATERAL string_to_table(
        translate(folded(first_name || ' ' || last_name || ' ' || company), '-', ' '), ' ') word
    WHERE char_length(word) BETWEEN 3 AND 40 AND word !~ '[0-9]'
    ORDER BY word ON CONFLICT DO NOTHING
"""

# Old news: positions before the first, where no listener ever looks.
_EVENT = """
    INSERT INTO activity_events (id, position, at, verb, about_type, about_id, customer_id,
        branch_id, actor_id, actor_name, particulars, depth)
"""
_BEFORE = "%(before)s::bigint - row_number() OVER ()"

APPEARED = f"""
    {_EVENT}
    SELECT {UUID7_SQL}, {_BEFORE}, since, 'customer.created', 'customer', id, id, branch_id,
        %(by)s, %(by_name)s, '{{}}', 0
    FROM volume_people
"""  # noqa: S608 - lists and columns of our own

# The log tells a fifth of what was said: all of it would measure the log, not the lists.
INTERACTIONS = f"""
    WITH said AS (INSERT INTO customer_interactions (id, branch_id, customer_id, interaction_type,
        channel, direction, subject, content, metadata, staff_member_id, duration_minutes, outcome,
        follow_up_required, sentiment, occurred_at, version, created_at)
    SELECT {UUID7_SQL}, branch_id, id, kinds[1], kinds[2],
        CASE WHEN random() < 0.5 THEN 'INBOUND' ELSE 'OUTBOUND' END, '', {one_of("said")}, '{{}}',
        (%(staff)s::uuid[])[1 + floor(random() * %(staff_many)s)::int],
        1 + floor(random() * 12), '', false,
        (ARRAY['NEUTRAL', 'NEUTRAL', 'POSITIVE', 'NEGATIVE'])[1 + floor(random() * 4)::int],
        at, 1, at
    FROM (
        SELECT p.id, p.branch_id, {days_ago(0, _YEARS)} AS at, string_to_array(
            (ARRAY['CALL PHONE', 'EMAIL EMAIL', 'VISIT IN_PERSON', 'SMS SMS'])
            [1 + floor(random() * 4)::int], ' ') AS kinds
        FROM volume_people p, LATERAL generate_series(1, %(interactions)s) nth
    ) p
    RETURNING id, occurred_at, customer_id, branch_id, interaction_type, direction, content,
        sentiment)
    {_EVENT}
    SELECT {UUID7_SQL}, {_BEFORE}, occurred_at, 'interaction.logged', 'interaction', id,
        customer_id, branch_id, %(by)s, %(by_name)s, jsonb_build_object('type', interaction_type,
            'direction', direction, 'content', content, 'sentiment', sentiment), 0
    FROM said WHERE random() < 0.2
"""  # noqa: S608 - lists and columns of our own

# In the order they are written: each refers only to what stands above it.
WRITTEN = (
    CUSTOMERS,
    CONTACT_POINTS,
    ACCESS,
    CONVERSIONS,
    CONVERTED,
    OPEN_AGAIN,
    ASKING,
    LIFECYCLE,
    HISTORY,
    REMEMBERED,
    APPEARED,
    INTERACTIONS,
)
