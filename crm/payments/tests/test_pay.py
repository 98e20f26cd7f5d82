"""Money comes in: deposits, payments, parts of payments, store credit."""

from decimal import Decimal

import pytest

from crm.accounts.models import Staff
from crm.accounts.tests import make as accounts
from crm.bookings import rules as bookings
from crm.bookings.models import Booking
from crm.bookings.tests.make import make_booking
from crm.lib.refusal import Refusal
from crm.lib.tests.waiting import while_uncommitted
from crm.payments import rules
from crm.payments.models import BookingBalance, DayTaking, LedgerTransaction
from crm.payments.reading import standing
from crm.payments.tests.make import sums

D = Decimal


def balance(booking):
    return BookingBalance.objects.get(booking=booking)


def test_a_deposit_is_held_for_the_customer(booking, rory, recorded):
    paid = rules.take_deposit(booking, D(40), method="CASH", by=rory)
    assert sums(paid) == {"CASH": D("40.00"), "DEPOSITS": D("-40.00")}
    held = balance(booking)
    assert (held.deposits, held.taken, held.receivable) == (D(40), D(40), D(0))
    assert recorded() == ["payment.taken"]


def test_the_invoice_counts_the_deposit_and_parts_pay_the_rest(booking, rory):
    rules.take_deposit(booking, D(40), method="CASH", by=rory)
    rules.invoice(booking, by=rory)
    held = balance(booking)
    assert (held.receivable, held.deposits, held.sales, held.vat) == (D(80), D(0), D(100), D(20))
    rules.pay(booking, D(30), method="CARD", by=rory)
    rules.pay(booking, D(50), method="BANK_TRANSFER", by=rory)
    held = balance(booking)
    assert (held.receivable, held.taken, held.paid) == (D(0), D(120), D(120))


def test_more_than_is_owed_is_refused_and_nothing_happens(booking, rory, recorded):
    rules.invoice(booking, by=rory)
    with pytest.raises(Refusal) as refusal:
        rules.pay(booking, D("120.01"), method="CASH", by=rory)
    assert refusal.value.field == "amount"
    assert "£120.00" in refusal.value.message
    assert balance(booking).taken == 0
    assert recorded() == ["invoice.issued"]


def test_more_than_the_price_is_refused_before_there_is_an_invoice(booking, rory):
    with pytest.raises(Refusal, match="to pay"):
        rules.pay(booking, D(1200), method="CASH", by=rory)
    assert not LedgerTransaction.objects.exists()


def test_a_deposit_after_the_invoice_is_a_payment(booking, rory):
    rules.invoice(booking, by=rory)
    with pytest.raises(Refusal, match="Take a payment"):
        rules.take_deposit(booking, D(10), method="CASH", by=rory)


@pytest.mark.parametrize("amount", ["0", "-1", "NaN", "Infinity", "100000000", "0.001"])
def test_an_impossible_amount_is_refused(booking, rory, amount):
    with pytest.raises(Refusal) as refusal:
        rules.pay(booking, D(amount), method="CASH", by=rory)
    assert (refusal.value.status, refusal.value.field) == (422, "amount")
    assert not LedgerTransaction.objects.exists()


def test_an_unknown_method_is_refused(booking, rory):
    with pytest.raises(Refusal) as refusal:
        rules.pay(booking, D(1), method="SHELLS", by=rory)
    assert refusal.value.field == "method"


def test_one_key_is_one_payment(booking, rory, recorded):
    origin = rules.Origin(key="till-7")
    first = rules.pay(booking, D(10), method="CASH", by=rory, origin=origin)
    assert rules.pay(booking, D(10), method="CASH", by=rory, origin=origin) == first
    assert balance(booking).taken == D(10)
    assert recorded() == ["payment.taken"]


def test_one_key_for_two_different_payments_is_refused(booking, rory):
    origin = rules.Origin(key="till-7")
    rules.pay(booking, D(10), method="CASH", by=rory, origin=origin)
    with pytest.raises(Refusal) as refusal:
        rules.pay(booking, D(11), method="CASH", by=rory, origin=origin)
    assert refusal.value.status == 422
    assert balance(booking).taken == D(10)


def test_the_day_adds_up_by_method(booking, rory):
    rules.take_deposit(booking, D(40), method="CASH", by=rory)
    rules.pay(booking, D(30), method="CASH", by=rory)
    rules.pay(booking, D(50), method="CARD", by=rory)
    rows = DayTaking.objects.values_list("method", "received", "paid_out", "number")
    assert sorted(rows) == [("CARD", D(50), D(0), 1), ("CASH", D(70), D(0), 2)]


def test_store_credit_pays_the_oldest_first(booking, customer, rory, branch):
    first = rules.give_credit(customer, D(20), reason="Late", by=rory, branch=branch)
    rules.give_credit(customer, D(15), reason="Sorry", by=rory, branch=branch)
    paid = rules.pay(booking, D(25), method="CREDIT", by=rory)
    assert sums(paid) == {"CREDIT": D(25), "DEPOSITS": D(-25)}
    assert first.entries.get(account="CREDIT").credit.left_over == 0
    assert rules.available(customer) == D(10)
    held = balance(booking)
    assert (held.taken, held.credit_used, held.paid) == (D(0), D(25), D(25))
    assert not DayTaking.objects.exists()  # nothing went into a till


def test_more_store_credit_than_there_is_is_refused(booking, customer, rory, branch):
    rules.give_credit(customer, D(20), reason="Late", by=rory, branch=branch)
    with pytest.raises(Refusal, match=r"£20.00 of store credit"):
        rules.pay(booking, D(21), method="CREDIT", by=rory)
    assert rules.available(customer) == D(20)


def test_somebody_elses_store_credit_pays_nothing(booking, rory, branch):
    other = make_booking(branch=branch, by=rory, name="Bo Baker")
    rules.give_credit(other.customer, D(20), reason="Late", by=rory, branch=branch)
    with pytest.raises(Refusal, match=r"£0.00 of store credit"):
        rules.pay(booking, D(5), method="CREDIT", by=rory)


@pytest.mark.parametrize("status", ["CANCELLED", "REFUNDED"])
@pytest.mark.parametrize("take", [rules.pay, rules.take_deposit])
def test_a_repair_that_has_ended_takes_no_money(branch, olga, recorded, take, status):
    ended = make_booking(branch=branch, by=olga, base_price=D(120), status=status)
    recorded.begin()
    with pytest.raises(Refusal, match="nothing to pay for") as refusal:
        take(ended, D(20), method="CASH", by=olga)
    assert (refusal.value.field, refusal.value.status) == ("booking_id", 409)
    assert (recorded(), LedgerTransaction.objects.count()) == ([], 0)


def test_what_the_invoice_of_a_cancelled_repair_asks_for_may_be_paid(booking, rory):
    rules.invoice(booking, by=rory, items=[rules.Item("Diagnosis", D(30))])
    bookings.cancel(booking, reason="Too dear", by=rory)
    rules.pay(booking, D(30), method="CASH", by=rory)
    held = standing(Booking.objects.get())
    assert (held.to_pay, held.to_give_back, held.state) == (D(0), D(0), "paid")


def test_a_deposit_of_a_repair_that_is_cancelled_is_to_be_given_back(booking, rory):
    rules.take_deposit(booking, D(40), method="CASH", by=rory)
    bookings.cancel(booking, reason="Too dear", by=rory)
    held = standing(Booking.objects.get())
    assert (held.to_give_back, held.state) == (D(40), "back")
    rules.refund(booking, D(40), method="CASH", reason="Cancelled", by=rory)
    held = standing(Booking.objects.get())
    assert (held.to_give_back, held.state) == (D(0), "")


@pytest.mark.django_db(transaction=True)
def test_a_payment_is_not_taken_while_its_repair_is_being_cancelled():
    by, branch = Staff.objects.system(), accounts.branch("Tottenham")
    booking = make_booking(branch=branch, by=by, base_price=D(120))

    def pay():
        try:
            return rules.pay(booking, D(120), method="CASH", by=by)
        except Refusal as refusal:
            return refusal.field

    results = while_uncommitted(lambda: bookings.cancel(booking, reason="Too dear", by=by), pay)
    assert results[1] == "booking_id"
    assert not LedgerTransaction.objects.exists()
