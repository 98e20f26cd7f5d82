"""Customers by the hundred thousand, straight into the tables by COPY, to measure with.

The rows are what the rules would have written, without their events: a million timelines
would measure the log, not the lists.
"""

import json
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from crm.accounts.models import Branch, Staff
from crm.customers.names import folded, sort_key
from crm.demo import words
from crm.leads.config import scoring_config
from crm.lib import clock
from crm.lib.ids import uuid7

CHUNK = 10_000
LEADS_PER_CUSTOMER = 0.2
INTERACTIONS_PER_CUSTOMER = 2
STAGES = ("LEAD", "PROSPECT", "CUSTOMER", "CUSTOMER", "RETENTION", "RETENTION", "ADVOCACY")
QUALIFICATIONS = ("UNQUALIFIED", "QUALIFYING", "QUALIFIED")
Row = tuple[Any, ...]

CUSTOMERS = (
    "customers (id, first_name, last_name, company, job_title, email, phone, phone_typed, address,"
    " language, social_profiles, tags, customer_notes, preferred_contact, contact_frequency,"
    " marketing_consent, sms_consent, source_type, acquisition_date, search_name, sort_name,"
    " version, created_at, updated_at)"
)
CONTACT_POINTS = (
    "customer_contact_points (id, customer_id, kind, value, typed, is_primary, created_at)"
)
ACCESS = "customer_access (id, customer_id, branch_id, reason, created_at)"
LIFECYCLE = (
    "customer_lifecycle (id, customer_id, current_stage, stage_entered_at, previous_stage,"
    " held_against, lifecycle_score, estimated_value, version, created_at, updated_at)"
)
INTERACTIONS = (
    "customer_interactions (id, branch_id, customer_id, interaction_type, channel, direction,"
    " subject, content, metadata, staff_member_id, duration_minutes, outcome, follow_up_required,"
    " sentiment, occurred_at, version, created_at)"
)
LEADS = (
    "leads (id, branch_id, source_type, source_details, lead_score, score_reasons, score_version,"
    " scored_at, qualification_status, contact_info, device_interest, initial_needs, budget_range,"
    " estimated_value, urgency_level, assigned_to, looks_like_reasons, follow_up_count,"
    " unanswered_count, status, lost_reason, disqualified_reason, email, phone, search_name,"
    " stage_entered_at, version, created_at, updated_at)"
)
LEAD_STAGES = "lead_stages (lead_id, stage, entered_at)"


def fill(customers: int, progress: Callable[[int], None] = lambda done: None) -> None:
    """Add so many customers with their interactions, and a fifth as many active leads.

    Each chunk is a transaction of its own; `progress` is told how many customers are in.
    """
    dice = Random(customers)  # noqa: S311 - the same number gives the same people
    branches = list(Branch.objects.order_by("slug"))
    staff = list(Staff.objects.people().filter(role="front_desk").order_by("email"))
    for start in range(0, customers, CHUNK):
        numbers = range(start, min(start + CHUNK, customers))
        with transaction.atomic():
            _customers(dice, numbers, branches, staff)
            wanted = range(int(len(numbers) * LEADS_PER_CUSTOMER))
            _leads(dice, wanted, branches, staff)
        progress(numbers.stop)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _customers(dice: Random, numbers: range, branches: list[Branch], staff: list[Staff]) -> None:
    people: list[tuple[UUID, Row]] = []
    points: list[Row] = []
    access: list[Row] = []
    stages: list[Row] = []
    said: list[Row] = []
    for number in numbers:
        key, since, branch = uuid7(), _moment(dice), dice.choice(branches).pk
        person = _person(dice, number, since)
        people.append((key, person))
        email, phone = person[4], person[5]
        points.append((uuid7(), key, "EMAIL", email, email, True, since))
        points.append((uuid7(), key, "PHONE", phone, phone, True, since))
        access.append((uuid7(), key, branch, "demo", since))
        value = dice.randint(0, 90_000) / 100
        stages.append((uuid7(), key, dice.choice(STAGES), since, "", "", 0, value, 1, since, since))
        said += [_said(dice, key, branch, staff) for _time in range(INTERACTIONS_PER_CUSTOMER)]
    _copy(CUSTOMERS, ((key, *row) for key, row in people))
    _copy(CONTACT_POINTS, points)
    _copy(ACCESS, access)
    _copy(LIFECYCLE, stages)
    _copy(INTERACTIONS, said)


def _person(dice: Random, number: int, since: datetime) -> Row:
    first, last = dice.choice(words.FIRST_NAMES), dice.choice(words.LAST_NAMES)
    last = f"{last}-{dice.choice(words.LAST_NAMES)}" if dice.random() < 0.3 else last  # noqa: PLR2004
    company = dice.choice(words.COMPANIES) if dice.random() < 0.08 else ""  # noqa: PLR2004
    email = f"{folded(first)[:1]}.{number}@example.org"
    phone = f"+4477{number % 100_000_000:08}"
    street = f"{dice.randint(1, 300)} {dice.choice(words.STREETS)}"
    return (
        first,
        last,
        company,
        "",
        email,
        phone,
        phone,
        json.dumps({"line1": street, "city": "London", "postcode": f"N{dice.randint(1, 22)} 4AB"}),
        "en",
        "{}",
        "[]",
        "",
        "EMAIL",
        "MEDIUM",
        dice.random() < 0.4,  # noqa: PLR2004
        False,
        dice.choice(("WEBSITE", "PHONE", "WALK_IN", "REFERRAL")),
        since.date(),
        folded(f"{first} {last} {company}"),
        sort_key(first, last),
        1,
        since,
        since,
    )


def _said(dice: Random, customer: UUID, branch: UUID, staff: list[Staff]) -> Row:
    kind, channel = dice.choice((("CALL", "PHONE"), ("EMAIL", "EMAIL"), ("VISIT", "IN_PERSON")))
    at = _moment(dice)
    return (
        uuid7(),
        branch,
        customer,
        kind,
        channel,
        dice.choice(("INBOUND", "OUTBOUND")),
        "",
        dice.choice(words.CALLS),
        "{}",
        dice.choice(staff).pk if staff else None,
        dice.randint(1, 12),
        "",
        False,
        "NEUTRAL",
        at,
        1,
        at,
    )


def _leads(dice: Random, numbers: range, branches: list[Branch], staff: list[Staff]) -> None:
    rows = [_lead(dice, branches, staff) for _number in numbers]
    _copy(LEADS, rows)
    _copy(LEAD_STAGES, ((row[0], row[8], row[25]) for row in rows))


def _lead(dice: Random, branches: list[Branch], staff: list[Staff]) -> Row:
    first, last = dice.choice(words.FIRST_NAMES), dice.choice(words.LAST_NAMES)
    brand, model, year, worth, price = dice.choice(words.DEVICES)
    fault, message = dice.choice(words.FAULTS)
    at = clock.now() - timedelta(minutes=dice.randint(1, 60 * 24 * 30))
    phone = f"07700 900{dice.randint(0, 999):03}"
    return (
        uuid7(),
        dice.choice(branches).pk,
        dice.choice(("WEBSITE", "PHONE", "WALK_IN")),
        "{}",
        dice.randint(500, 9800) / 100,
        "[]",
        scoring_config.version,
        at,
        dice.choice(QUALIFICATIONS),
        json.dumps({"name": f"{first} {last}", "phone": phone}),
        json.dumps({"brand": brand, "model": model, "year": year, "value": worth, "issue": fault}),
        message,
        f"£{price - 30}-£{price + 40}",
        price + 5,
        dice.choice(("LOW", "MEDIUM", "HIGH", "URGENT")),
        dice.choice(staff).pk if staff and dice.random() < 0.8 else None,  # noqa: PLR2004
        "[]",
        0,
        0,
        "ACTIVE",
        "",
        "",
        "",
        f"+44{phone.replace(' ', '')[1:]}",
        folded(f"{first} {last}"),
        at,
        1,
        at,
        at,
    )


def _moment(dice: Random) -> datetime:
    return clock.now() - timedelta(minutes=dice.randint(60, 60 * 24 * 365 * 4))


def _copy(table: str, rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor:
        raw = cursor.cursor  # psycopg's own, which knows COPY
        with raw.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
