"""Money goes back, and never more than was paid."""

from decimal import Decimal

import pytest

from crm.bookings.tests.make import make_booking
from crm.lib.refusal import Refusal
from crm.payments import rules
from crm.payments.models import BookingBalance, DayTaking, Invoice
from crm.payments.reading import standing
from crm.payments.tests.make import sums

D = Decimal


@pytest.fixture
def paid(booking, rory):
    """Invoiced for £120 and paid by card."""
    rules.invoice(booking, by=rory)
    return rules.pay(booking, D(120), method="CARD", by=rory)


def test_a_refund_of_what_was_invoiced_brings_a_credit_note(booking, paid, max_, recorded):
    back = rules.refund(booking, D(30), method="CARD", reason="Scratch", by=max_, payment=paid)
    assert sums(back) == {"REVENUE": D(25), "VAT": D(5), "CARD": D(-30)}
    note = Invoice.objects.get(kind="CREDIT_NOTE")
    assert (note.number, note.gross, note.vat) == ("CN-00001", D(30), D(5))
    held = BookingBalance.objects.get(booking=booking)
    assert (held.taken, held.receivable, held.invoiced) == (D(90), D(0), D(90))
    assert recorded() == ["payment.refunded", "invoice.credited"]
    taking = DayTaking.objects.get(method="CARD")
    assert (taking.received, taking.paid_out) == (D(120), D(30))


def test_a_deposit_goes_back_without_any_paper(booking, rory, max_):
    rules.take_deposit(booking, D(40), method="CASH", by=rory)
    back = rules.refund(booking, D(40), method="CASH", reason="Cancelled", by=max_)
    assert sums(back) == {"DEPOSITS": D(40), "CASH": D(-40)}
    assert not Invoice.objects.exists()


def test_more_than_was_paid_is_refused_and_nothing_happens(booking, paid, max_, recorded):
    rules.refund(booking, D(100), method="CARD", reason="Broken", by=max_)
    with pytest.raises(Refusal, match=r"At most £20.00"):
        rules.refund(booking, D("20.01"), method="CARD", reason="Broken", by=max_)
    assert BookingBalance.objects.get(booking=booking).taken == D(20)
    assert recorded() == ["payment.refunded", "invoice.credited"]


def test_a_payment_is_not_refunded_beyond_itself(booking, rory, max_):
    first = rules.pay(booking, D(20), method="CASH", by=rory)
    rules.pay(booking, D(100), method="CARD", by=rory)
    with pytest.raises(Refusal, match=r"At most £20.00"):
        rules.refund(booking, D(21), method="CASH", reason="Oops", by=max_, payment=first)


def test_store_credit_is_never_handed_out_as_money(booking, customer, rory, max_, branch):
    rules.give_credit(customer, D(50), reason="Sorry", by=rory, branch=branch)
    rules.pay(booking, D(50), method="CREDIT", by=rory)
    with pytest.raises(Refusal, match="Nothing is left"):
        rules.refund(booking, D(50), method="CASH", reason="Cancelled", by=max_)
    rules.refund(booking, D(50), method="CREDIT", reason="Cancelled", by=max_)
    assert rules.available(customer) == D(50)


def test_money_may_become_store_credit_and_then_is_no_money(booking, paid, customer, max_):
    rules.refund(booking, D(120), method="CREDIT", reason="Prefers credit", by=max_)
    assert rules.available(customer) == D(120)
    with pytest.raises(Refusal, match="Nothing is left"):
        rules.refund(booking, D(1), method="CARD", reason="And again", by=max_)


def test_a_refund_needs_a_reason(booking, paid, max_):
    with pytest.raises(Refusal) as refusal:
        rules.refund(booking, D(1), method="CARD", reason=" ", by=max_)
    assert refusal.value.field == "reason"


def test_one_key_is_one_refund(booking, paid, max_):
    origin = rules.Origin(key="back-1")
    for _time in range(2):
        rules.refund(booking, D(60), method="CARD", reason="Half", by=max_, origin=origin)
    assert BookingBalance.objects.get(booking=booking).taken == D(60)


def test_one_key_gives_back_one_payment_and_not_another(booking, rory, max_, recorded):
    first, second = (rules.pay(booking, D(60), method="CASH", by=rory) for _time in range(2))
    origin, said = rules.Origin(key="back-1"), {"method": "CASH", "reason": "Half", "by": max_}
    recorded.begin()
    rules.refund(booking, D(20), payment=first, origin=origin, **said)
    with pytest.raises(Refusal, match="another movement") as refusal:
        rules.refund(booking, D(20), payment=second, origin=origin, **said)
    assert (refusal.value.field, refusal.value.status) == ("key", 422)
    assert recorded() == ["payment.refunded"]


def test_a_cancelled_repair_owes_nothing(branch, rory):
    booking = make_booking(branch=branch, by=rory, base_price=Decimal(120), status="CANCELLED")
    assert standing(booking).to_pay == 0
