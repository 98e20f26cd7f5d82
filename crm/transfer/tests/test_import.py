"""From upload to undo."""

import pytest

from crm.customers import rules as customers
from crm.customers.models import Access, ContactPoint, Customer
from crm.lib.refusal import Refusal
from crm.transfer import rules
from crm.transfer.models import Import
from crm.transfer.tests import make
from crm.transfer.tests.make import HEADER

PRIYA = ["Priya", "Nair", "priya@example.com", "07700 900482"]
ANN = ["Ann", "Able", "ann@example.com", "07700 900483"]
ANNE = ["Anne", "", "ann@example.com", ""]


@pytest.fixture
def ann(rory, branch):
    profile = customers.Profile(
        first_name="Ann", email="ann@example.com", phone="07700 900999", more={"tags": ["old"]}
    )
    return customers.make(profile, by=rory, branch=branch)


def test_somebody_new_is_brought_in_whole(olga, branch, recorded):
    upload = make.applied(make.csv_bytes([HEADER, PRIYA]), by=olga)
    priya = Customer.objects.get()
    assert (priya.first_name, priya.last_name, priya.email) == ("Priya", "Nair", PRIYA[2])
    assert (priya.phone, priya.phone_typed) == ("+447700900482", "07700 900482")
    assert (priya.search_name, priya.sort_name) == ("priya nair", "nair priya")
    assert (priya.version, priya.id.version, priya.source_type) == (1, 7, "OTHER")
    points = ContactPoint.objects.values_list("kind", "value", "is_primary")
    assert set(points) == {("EMAIL", PRIYA[2], True), ("PHONE", "+447700900482", True)}
    access = Access.objects.get()
    assert (access.customer, access.branch, access.reason) == (priya, branch, "imported")
    assert (upload.status, upload.counts["create"], upload.total) == ("done", 1, 1)
    assert recorded() == [
        "import.uploaded",
        "import.checked",
        "customer.created",
        "import.finished",
    ]
    assert recorded.events()[2].particulars == {"import": str(upload.pk), "row": 2}


def test_bulk_makes_what_the_rule_for_one_makes(olga, branch):
    make.applied(make.csv_bytes([HEADER, PRIYA]), by=olga)
    bulk = Customer.objects.get()
    Customer.objects.all().delete()
    profile = customers.Profile(*PRIYA)
    one = customers.make(profile, by=olga, branch=branch)
    ours = {"id", "created_at", "updated_at"}
    columns = [field.name for field in Customer._meta.concrete_fields if field.name not in ours]
    one.refresh_from_db()
    assert {name: getattr(bulk, name) for name in columns} == {
        name: getattr(one, name) for name in columns
    }


def test_the_dry_run_touches_nobody(olga, ann):
    upload = make.judged(make.csv_bytes([HEADER, ANN, PRIYA]), by=olga)
    assert make.ledger(upload) == [(2, "update", "last_name, phone"), (3, "create", "")]
    assert upload.counts == {"create": 1, "update": 1, "skip": 0, "refuse": 0}
    ann.refresh_from_db()
    assert (ann.last_name, ann.version, Customer.objects.count()) == ("", 1, 1)


def test_somebody_known_is_updated_and_their_blanks_stay(olga, ann):
    make.applied(make.csv_bytes([HEADER, ANNE]), by=olga)
    ann.refresh_from_db()
    assert (ann.first_name, ann.last_name, ann.phone) == ("Anne", "", "+447700900999")
    assert (ann.version, ann.search_name, Customer.objects.count()) == (2, "anne", 1)


def test_fill_keeps_what_we_know(olga, ann):
    make.applied(make.csv_bytes([HEADER, ANN]), by=olga, on_match="fill")
    ann.refresh_from_db()
    assert (ann.first_name, ann.last_name, ann.phone) == ("Ann", "Able", "+447700900999")


def test_known_people_may_be_left_as_they_are(olga, ann):
    upload = make.judged(make.csv_bytes([HEADER, ANN]), by=olga, on_match="skip")
    assert make.ledger(upload) == [(2, "skip", "Known already.")]
    with pytest.raises(Refusal, match="would change anything"):
        rules.apply(upload, by=olga)


def test_a_blank_never_inherits_the_row_above(olga):
    rows = [HEADER, PRIYA, ["Bob", "Bright", "", ""], ["", "", "cat@example.com", ""]]
    make.applied(make.csv_bytes(rows), by=olga)
    bob = Customer.objects.get(first_name="Bob")
    cat = Customer.objects.get(email="cat@example.com")
    assert (bob.email, bob.phone, bob.contact_points.count()) == ("", "", 0)
    assert (cat.first_name, cat.last_name, cat.phone) == ("", "", "")


def test_one_person_twice_in_the_file_comes_once(olga):
    rows = [
        HEADER,
        PRIYA,
        ["Priya", "Nair", "", "+44 7700 900482"],
        ["P", "", "PRIYA@example.com", ""],
        ["Tom", "Nair", "", "07700900482"],
    ]
    upload = make.judged(make.csv_bytes(rows), by=olga)
    assert make.ledger(upload) == [
        (2, "create", ""),
        (3, "skip", "Same person as row 2 of this file."),
        (4, "skip", "Same person as row 2 of this file."),
        (5, "create", ""),  # a household shares a phone without being one person
    ]


def test_two_rows_of_one_customer_change_them_once(olga, ann):
    rows = [HEADER, ANNE, ["Ann", "", "", "07700 900999"]]
    upload = make.judged(make.csv_bytes(rows), by=olga)
    assert make.ledger(upload)[1] == (3, "skip", "Same customer as row 2 of this file.")


def test_the_same_file_twice_changes_nothing_the_second_time(olga):
    content = make.csv_bytes([HEADER, PRIYA, ANN])
    make.applied(content, by=olga)
    again = make.judged(content, by=olga)
    assert [reason for _number, _outcome, reason in make.ledger(again)] == ["Nothing new."] * 2


def test_another_branch_is_named_but_not_changed(rex, ann):
    upload = make.judged(make.csv_bytes([HEADER, ANNE]), by=rex)
    assert make.ledger(upload) == [(2, "skip", "Known at another branch.")]


def test_who_came_since_the_dry_run_is_not_doubled(olga, rory, branch):
    upload = make.judged(make.csv_bytes([HEADER, PRIYA, ANN]), by=olga)
    customers.make(customers.Profile(*PRIYA), by=rory, branch=branch)
    rules.apply(upload, by=olga)
    while rules.apply_chunk(upload, by=olga):
        pass
    upload.refresh_from_db()
    assert upload.counts == {"create": 1, "update": 0, "skip": 1, "refuse": 0}
    assert Customer.objects.count() == 2


def test_undo_takes_back_who_came_and_what_changed(olga, ann, recorded):
    before = Customer.objects.filter(pk=ann.pk).values().get()
    upload = make.applied(make.csv_bytes([HEADER, ANN, PRIYA]), by=olga)
    assert Customer.objects.filter(deleted_at=None).count() == 2
    undone = make.undone(upload, by=olga)
    after = Customer.objects.filter(pk=ann.pk).values().get()
    moved = {"version", "updated_at"}
    assert {k: v for k, v in after.items() if k not in moved} == {
        k: v for k, v in before.items() if k not in moved
    }
    assert set(ann.contact_points.values_list("value", "is_primary")) == {
        ("ann@example.com", True),
        ("+447700900999", True),
    }
    assert list(Customer.objects.filter(deleted_at=None)) == [ann]
    assert (undone.status, undone.count("undone"), undone.count("kept")) == ("undone", 2, 0)
    assert recorded()[-3:] == ["customer.edited", "customer.removed", "import.undone"]


def test_undone_people_can_be_brought_in_again(olga):
    content = make.csv_bytes([["id", *HEADER], ["u1", *PRIYA]])
    make.undone(make.applied(content, by=olga), by=olga)
    again = make.applied(content, by=olga)
    assert again.counts["create"] == 1
    assert Customer.objects.get(deleted_at=None).external_id == "u1"


def test_undo_keeps_who_was_changed_since(olga, rory, ann):
    upload = make.applied(make.csv_bytes([HEADER, ANN, PRIYA]), by=olga)
    priya = Customer.objects.get(first_name="Priya")
    customers.edit(priya, {"company": "Nair Ltd"}, by=rory)
    listed = rules.undoing.changed_since(upload)
    assert [(row["number"], row["subject"]) for row in listed] == [(3, priya.pk)]
    undone = make.undone(upload, by=olga)
    priya.refresh_from_db()
    assert (priya.deleted_at, priya.company) == (None, "Nair Ltd")
    assert (undone.count("undone"), undone.count("kept")) == (1, 1)


def test_who_was_changed_since_goes_when_chosen(olga, rory):
    upload = make.applied(make.csv_bytes([HEADER, ANN, PRIYA]), by=olga)
    for customer in Customer.objects.all():
        customers.edit(customer, {"company": "Since"}, by=rory)
    undone = make.undone(upload, by=olga, also={3})
    assert list(Customer.objects.filter(deleted_at=None).values_list("first_name")) == [("Ann",)]
    assert (undone.count("undone"), undone.count("kept")) == (1, 1)


@pytest.mark.parametrize("verb", ["apply", "undo"])
def test_verbs_out_of_turn_are_refused(olga, verb, recorded, queued):
    upload = make.surveyed(make.csv_bytes([HEADER, PRIYA]), by=olga)
    recorded.begin()
    queued.begin()
    with pytest.raises(Refusal):
        getattr(rules, verb)(upload, by=olga)
    assert (recorded(), queued()) == ([], [])
    assert Import.objects.get().status == "mapping"


def test_undo_keeps_whoever_was_merged_since(olga, ann):
    upload = make.applied(make.csv_bytes([HEADER, PRIYA]), by=olga)
    priya = Customer.objects.get(first_name="Priya")
    customers.merge(priya, into=ann, by=olga)
    (listed,) = rules.undoing.changed_since(upload)
    assert (listed["subject"], listed["is_alive"]) == (priya.pk, False)
    undone = make.undone(upload, by=olga, also="all")
    assert (undone.count("undone"), undone.count("kept")) == (0, 1)
    ann.refresh_from_db()
    assert (ann.deleted_at, Customer.objects.get(pk=priya.pk).merged_into) == (None, ann)
