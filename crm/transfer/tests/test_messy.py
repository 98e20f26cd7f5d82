"""Every defect at once, and sums that add up from upload to undo."""

from collections import Counter

from crm.activity.models import Event
from crm.customers.models import ContactPoint, Customer
from crm.transfer.models import ImportRow
from crm.transfer.tests import make
from crm.transfer.tests.messy import KINDS, MAPPING, known, messy

ROWS = 1_000


def test_every_defect_at_once_and_the_sums_add_up(olga):
    content, expected = messy(ROWS)
    make.applied(known(ROWS), by=olga, mapping=MAPPING)
    before = _everything()

    upload = make.applied(content, by=olga, mapping=MAPPING)

    assert upload.dialect == {"format": "csv", "encoding": "cp1252", "delimiter": ";"}
    assert Counter(upload.counts) == expected
    assert upload.total == sum(expected.values()) == ROWS + 1 - ROWS // len(KINDS)
    assert ImportRow.objects.filter(upload=upload).count() == upload.total
    assert Customer.objects.count() == len(before["customers"]) + expected["create"]
    told = Event.objects.filter(particulars__import=str(upload.pk))
    assert told.filter(verb="customer.created").count() == expected["create"]
    assert told.filter(verb="customer.edited").count() == expected["update"]

    undone = make.undone(upload, by=olga)

    assert undone.counts["undone"] == expected["create"] + expected["update"]
    assert undone.counts["kept"] == 0
    assert _everything() == before


def test_each_defect_has_its_reason(olga):
    content, _expected = messy(len(KINDS))
    upload = make.judged(content, by=olga, mapping=MAPPING)
    reasons = [reason for _number, outcome, reason in make.ledger(upload) if outcome == "refuse"]
    assert reasons == [
        "Mobile: Excel has rounded this phone number to 4.47E+11; its digits are lost.",
        "9 cells under 10 headers: none can be trusted.",
        "12 cells under 10 headers: none can be trusted.",
        "E-mail: That does not look like an email address.",
        "Surname: holds a character that text cannot hold.",
        "The quotation marks in this row do not match.",
        "Nobody: no name, no company, no email and no phone.",
        "DOB: “31/02/1980” is not a date.",
        "Notes: 10,485,760 characters are too many.",
    ]


def test_the_columns_are_guessed(olga):
    upload = make.surveyed(messy(100)[0], by=olga)
    assert upload.mapping == MAPPING
    assert upload.date_orders == {"8": "day"}


def _everything():
    """Who is here and how to reach them; a version only counts how often somebody changed."""
    moved = {"version", "updated_at"}
    rows = Customer.objects.filter(deleted_at=None).order_by("pk").values()
    points = ContactPoint.objects.filter(customer__deleted_at=None).order_by("pk").values()
    return {
        "customers": [{k: v for k, v in row.items() if k not in moved} for row in rows],
        "points": list(points),
    }
