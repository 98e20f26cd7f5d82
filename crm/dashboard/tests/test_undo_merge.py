"""A merge undone: everything returns, except what people have done since."""

import pytest
from django.db import connection

from crm.customers import matching, rules
from crm.customers.holders import holders
from crm.customers.models import ContactPoint, Customer, Duplicate
from crm.customers.staying import staying
from crm.customers.tests import make
from crm.interactions import rules as interactions
from crm.interactions.models import Interaction
from crm.leads import rules as leads
from crm.leads.tests.make import make_lead
from crm.lib.ids import uuid7
from crm.lib.refusal import Refusal

# The log itself, and what tells a screen that it is out of date.
LOGS = {"activity_events", "customer_merges", "merge_rows"}
MOVED_ON = {"version", "updated_at"}


def dump():
    """Every row of every table of ours, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = {name for (name,) in cursor.fetchall()} - LOGS
        rows = {}
        for table in sorted(tables):
            left_out = "".join(f" - '{name}'" for name in MOVED_ON if table == "customers")
            cursor.execute(f'SELECT (to_jsonb(t){left_out})::text FROM "{table}" t ORDER BY 1')
            rows[table] = [row for (row,) in cursor.fetchall()]
    return rows


def person(branch, by, name, phone, **more):
    lead = make_lead(branch=branch, by=by, name=name, phone=phone, assigned_to=by, **more)
    leads.qualify(lead, by=by)
    customer = leads.convert(lead, by=by).customer
    said(customer, branch, by, f"{name} rang.")
    return customer


def said(customer, branch, by, content):
    call = interactions.Said(interaction_type="CALL", direction="INBOUND", content=content)
    return interactions.log(call, by=by, branch=branch, customer=customer)


@pytest.fixture
def pair(branch, other_branch, rory, rex):
    """Two people with everything: leads, calls, a lifecycle, access, shared and own addresses."""
    ann = person(branch, rory, "Ann Able", "07700 900111")
    twin = person(other_branch, rex, "Zoe Quill", "07700 900222", email="zoe@example.org")
    rules.edit(ann, {"address": {"postcode": "N17 6AA"}}, by=rory)
    rules.edit(
        twin,
        {
            "first_name": "Anne",
            "last_name": "Able",
            "tags": ["vip"],
            "customer_notes": "Rings twice.",
            "address": {"postcode": "N17 6AA"},
            "birthday": None,
            "company": "Quill Ltd",
        },
        by=rex,
    )
    make_lead(branch=branch, by=rory, name="Zoe Quill", phone="07700 900222")
    return ann, twin


def test_everything_returns_exactly(pair, olga, recorded):
    ann, twin = pair
    rules.look([ann.pk, twin.pk])
    assert Duplicate.objects.get().reasons == ["address", "name"]
    before = dump()
    made = rules.merge(twin, into=ann, by=olga)
    assert Interaction.objects.filter(customer=ann).count() == 2
    assert dump() != before
    rules.undo(made, by=olga)
    assert dump() == before
    assert recorded() == ["customer.merged", "customer.merge_undone", "customer.merge_undone"]
    assert not made.rows.filter(has_stayed=True).exists()


def test_a_chain_undone_backwards_returns_exactly(pair, branch, olga):
    ann, twin = pair
    third = make.customer(branch, "Third Party", email="zoe@example.org")
    start = dump()
    first = rules.merge(twin, into=ann, by=olga)
    second = rules.merge(ann, into=third, by=olga)
    with pytest.raises(Refusal, match="has been merged into Third Party since"):
        rules.undo(first, by=olga)
    rules.undo(second, by=olga)
    rules.undo(first, by=olga)
    assert dump() == start


def test_what_was_made_since_stays_and_is_told_before(pair, branch, rory, olga):
    ann, twin = pair
    made = rules.merge(twin, into=ann, by=olga)
    new = said(ann, branch, rory, "Rang after the merge.")
    told = staying(made, to=olga)
    assert [(kind.label, kind.number) for kind in told.made] == [("interactions", 1)]
    assert told.edited == []
    rules.undo(made, by=olga)
    new.refresh_from_db()
    assert new.customer == ann
    assert Interaction.objects.filter(customer=twin).count() == 1


def test_what_was_edited_since_stays_and_is_told_before(pair, olga):
    ann, twin = pair
    call = Interaction.objects.get(customer=twin)
    made = rules.merge(twin, into=ann, by=olga)
    Interaction.objects.filter(pk=call.pk).update(content="Corrected.")
    rules.edit(ann, {"company": "Able Ltd"}, by=olga)
    told = staying(made, to=olga)
    assert [(kind.label, kind.number) for kind in told.edited] == [
        ("facts", 1),
        ("interactions", 1),
    ]
    rules.undo(made, by=olga)
    call.refresh_from_db()
    ann.refresh_from_db()
    assert (call.customer, ann.company) == (ann, "Able Ltd")
    assert (ann.customer_notes, ann.tags, ann.email) == ("", [], "")
    assert ann.search_name == "ann able able ltd"


def test_whoever_was_two_can_still_be_reached(pair, olga):
    ann, twin = pair
    made = rules.merge(twin, into=ann, by=olga)
    rules.edit(ann, {"email": "ann@example.org"}, by=olga)
    rules.undo(made, by=olga)
    points = ContactPoint.objects.filter(kind="EMAIL", is_primary=True)
    assert set(points.values_list("customer", "value")) == {
        (ann.pk, "ann@example.org"),
        (twin.pk, "zoe@example.org"),
    }


def test_undoing_twice_is_undoing_once(pair, olga, recorded):
    ann, twin = pair
    made = rules.merge(twin, into=ann, by=olga)
    rules.undo(made, by=olga)
    rules.undo(made, by=olga)
    assert recorded().count("customer.merge_undone") == 2  # once in each one's story
    assert rules.merge(twin, into=ann, by=olga).pk != made.pk


def test_what_was_written_meanwhile_is_fetched_and_stays(pair, branch, rory, olga, recorded):
    ann, twin = pair
    made = rules.merge(twin, into=ann, by=olga)
    late = said(Customer.objects.get(pk=twin.pk), branch, rory, "Was typing.")
    rules.gather(recorded.events()[0])
    late.refresh_from_db()
    assert late.customer == ann
    rules.undo(made, by=olga)
    late.refresh_from_db()
    assert late.customer == ann


def test_every_table_that_moves_has_one_key(db):
    with connection.cursor() as cursor:
        for holder in holders():
            cursor.execute(
                "SELECT cardinality(conkey) FROM pg_constraint"
                " WHERE contype = 'p' AND conrelid = %s::regclass",
                [holder.table],
            )
            assert cursor.fetchone() == (1,), holder.table


def test_the_survivors_story_tells_of_both(pair, as_staff, olga):
    ann, twin = pair
    rules.merge(twin, into=ann, by=olga)
    page = as_staff(olga).get("/activity/timeline", {"about": f"customer:{ann.pk}"})
    for said_of in ("Ann Able rang.", "Zoe Quill rang.", "merged Anne Able into this customer"):
        assert said_of in page.content.decode()


def test_another_systems_number_finds_whoever_is_left(pair, olga):
    ann, twin = pair
    rules.link(twin, source="revivatech", external_id="cuid-1", by=olga)
    made = rules.merge(twin, into=ann, by=olga)
    assert matching.known_as("revivatech", "cuid-1") == ann
    rules.undo(made, by=olga)
    assert matching.known_as("revivatech", "cuid-1") == twin


def test_an_old_link_leads_to_whoever_is_left(pair, as_staff, olga, rory):
    ann, twin = pair
    rules.merge(twin, into=ann, by=olga)
    assert as_staff(rory).get(f"/customers/{twin.pk}")["Location"] == f"/customers/{ann.pk}"
    stranger = as_staff(rory).get(f"/customers/{uuid7()}")
    assert stranger.status_code == 404
