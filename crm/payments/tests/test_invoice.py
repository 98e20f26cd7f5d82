"""Invoices and credit notes: numbers without a gap, VAT to the penny."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from crm.bookings.tests.make import make_booking
from crm.lib.refusal import Refusal
from crm.payments import rules, vat
from crm.payments.models import BookingBalance, Invoice, InvoiceSeries

D = Decimal


def test_an_invoice_shows_net_vat_and_gross_of_each_line(booking, rory, recorded):
    made = rules.invoice(booking, by=rory)
    assert (made.number, made.net, made.vat, made.gross) == ("INV-00001", D(100), D(20), D(120))
    assert (
        made.lines
        == [
            {
                "text": "Screen Repair",
                "quantity": 1,
                "net": "100.00",
                "vat": "20.00",
                "gross": "120.00",
                "vat_rate": "20",
            }
        ]
        or made.lines[0]["gross"] == "120.00"
    )
    assert made.bill_to["name"] == "Priya Nair"
    assert recorded() == ["invoice.issued"]


def test_lines_of_ones_own_add_up(booking, rory):
    items = [rules.Item("Screen", D("99.99")), rules.Item("Cable", D("4.95"), 3)]
    made = rules.invoice(booking, by=rory, items=items)
    assert [(one["net"], one["vat"], one["gross"]) for one in made.lines] == [
        ("83.32", "16.67", "99.99"),
        ("12.37", "2.48", "14.85"),
    ]
    assert (made.net, made.vat, made.gross) == (D("95.69"), D("19.15"), D("114.84"))


def test_a_repair_is_invoiced_once(booking, rory):
    rules.invoice(booking, by=rory)
    with pytest.raises(Refusal, match="INV-00001"):
        rules.invoice(booking, by=rory)
    assert Invoice.objects.count() == 1


def test_a_repair_without_a_price_is_not_invoiced(branch, rory):
    booking = make_booking(branch=branch, by=rory, base_price=None)
    with pytest.raises(Refusal, match="costs first"):
        rules.invoice(booking, by=rory)
    assert not InvoiceSeries.objects.exists()


def test_an_invoice_that_came_to_nothing_leaves_no_gap(branch, rory):
    first, second = (make_booking(branch=branch, by=rory, name=name) for name in ("A B", "C D"))
    with transaction.atomic():
        assert rules.invoice(first, by=rory).number == "INV-00001"
        transaction.set_rollback(True)
    assert rules.invoice(second, by=rory).number == "INV-00001"
    assert rules.invoice(first, by=rory).number == "INV-00002"


def test_the_database_itself_refuses_a_gap(booking, rory):
    made = rules.invoice(booking, by=rory)
    InvoiceSeries.objects.update(last=5)
    rules.credit_note(made, reason="Wrong", by=rory)
    with pytest.raises(IntegrityError, match="gap"), transaction.atomic():
        rules.invoice(booking, by=rory)


def test_a_credit_note_takes_the_vat_back_and_frees_what_was_paid(booking, rory):
    made = rules.invoice(booking, by=rory)
    rules.pay(booking, D(50), method="CASH", by=rory)
    note = rules.credit_note(made, reason="Not repaired", by=rory)
    assert (note.number, note.gross, note.vat, note.corrects) == ("CN-00001", D(120), D(20), made)
    held = BookingBalance.objects.get(booking=booking)
    assert (held.receivable, held.deposits, held.invoiced) == (D(0), D(50), D(0))
    again = rules.invoice(booking, by=rory)
    assert again.number == "INV-00002"
    assert BookingBalance.objects.get(booking=booking).receivable == D(70)


def test_more_than_an_invoice_cannot_be_credited(booking, rory):
    made = rules.invoice(booking, by=rory)
    rules.credit_note(made, reason="Discount", amount=D(100), by=rory)
    with pytest.raises(Refusal, match=r"£20.00"):
        rules.credit_note(made, reason="Discount", amount=D(21), by=rory)
    rules.credit_note(made, reason="Discount", by=rory)
    with pytest.raises(Refusal, match="already"):
        rules.credit_note(made, reason="Discount", by=rory)


def test_the_vat_of_many_small_credits_ends_at_what_was_charged(booking, rory):
    made = rules.invoice(booking, by=rory, items=[rules.Item("Oddly priced", D("99.97"))])
    for _part in range(3):
        rules.credit_note(made, reason="Bit by bit", amount=D("33.30"), by=rory)
    rules.credit_note(made, reason="The rest", by=rory)
    notes = made.credit_notes.all()
    assert sum(one.gross for one in notes) == made.gross
    assert sum(one.vat for one in notes) == made.vat


def test_a_price_is_taken_apart_to_the_penny():
    assert vat.split(D("0.01"), D(20)) == vat.Split(D("0.01"), D("0.00"))
    assert vat.split(D("0.03"), D(20)) == vat.Split(D("0.02"), D("0.01"))  # half up
    assert vat.split(D("10"), D(0)) == vat.Split(D("10.00"), D("0.00"))
