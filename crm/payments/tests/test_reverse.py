"""Mistakes are taken back by their opposite."""

from decimal import Decimal

import pytest

from crm.lib.refusal import Refusal
from crm.payments import rules
from crm.payments.models import BookingBalance

D = Decimal


def held(booking):
    return BookingBalance.objects.get(booking=booking)


def test_a_reversed_payment_is_owed_again(booking, rory, max_, recorded):
    rules.invoice(booking, by=rory)
    paid = rules.pay(booking, D(120), method="CASH", by=rory)
    back = rules.reverse(paid, reason="Wrong repair", by=max_)
    assert (held(booking).receivable, held(booking).taken) == (D(120), D(0))
    assert rules.reverse(paid, reason="Again", by=max_) == back
    assert recorded() == ["invoice.issued", "payment.taken", "payment.reversed"]


def test_a_reversed_deposit_that_was_invoiced_since_is_owed(booking, rory, max_):
    deposit = rules.take_deposit(booking, D(40), method="CASH", by=rory)
    rules.invoice(booking, by=rory)
    rules.reverse(deposit, reason="Not received", by=max_)
    assert (held(booking).receivable, held(booking).deposits) == (D(120), D(0))


def test_a_payment_that_was_given_back_is_not_reversed(booking, rory, max_):
    paid = rules.pay(booking, D(120), method="CASH", by=rory)
    rules.refund(booking, D(1), method="CASH", reason="Oops", by=max_, payment=paid)
    with pytest.raises(Refusal, match="given back already"):
        rules.reverse(paid, reason="Wrong", by=max_)


def test_a_reversed_refund_is_held_for_the_customer(booking, rory, max_):
    rules.invoice(booking, by=rory)
    rules.pay(booking, D(120), method="CASH", by=rory)
    back = rules.refund(booking, D(30), method="CASH", reason="Oops", by=max_)
    rules.reverse(back, reason="They did not take it", by=max_)
    now = held(booking)
    assert (now.taken, now.deposits, now.receivable, now.invoiced) == (D(120), D(30), D(0), D(90))


def test_a_reversed_store_credit_payment_may_be_used_again(booking, customer, rory, max_, branch):
    rules.give_credit(customer, D(50), reason="Sorry", by=max_, branch=branch)
    paid = rules.pay(booking, D(50), method="CREDIT", by=rory)
    rules.reverse(paid, reason="Wrong repair", by=max_)
    assert rules.available(customer) == D(50)


def test_store_credit_that_was_used_is_not_taken_back(booking, customer, rory, max_, branch):
    given = rules.give_credit(customer, D(50), reason="Sorry", by=max_, branch=branch)
    rules.pay(booking, D(1), method="CREDIT", by=rory)
    with pytest.raises(Refusal, match="used already"):
        rules.reverse(given, reason="Wrong person", by=max_)


def test_store_credit_is_taken_back_whole(customer, max_, branch):
    given = rules.give_credit(customer, D(50), reason="Sorry", by=max_, branch=branch)
    rules.reverse(given, reason="Wrong person", by=max_)
    assert rules.available(customer) == 0


def test_a_write_off_may_be_taken_back(booking, rory, max_):
    rules.invoice(booking, by=rory)
    gone = rules.write_off(booking, D(120), reason="Left the country", by=max_)
    assert held(booking).receivable == 0
    rules.reverse(gone, reason="Came back", by=max_)
    assert (held(booking).receivable, held(booking).written_off) == (D(120), D(0))


def test_more_than_is_owed_is_not_written_off(booking, rory, max_):
    rules.invoice(booking, by=rory)
    rules.pay(booking, D(100), method="CASH", by=rory)
    with pytest.raises(Refusal, match=r"Only £20.00"):
        rules.write_off(booking, D(21), reason="Gone", by=max_)


def test_an_invoice_is_credited_instead(booking, rory, max_):
    made = rules.invoice(booking, by=rory)
    with pytest.raises(Refusal, match="credited"):
        rules.reverse(made.transaction, reason="Wrong", by=max_)


def test_a_reversal_is_not_reversed(booking, rory, max_):
    paid = rules.pay(booking, D(10), method="CASH", by=rory)
    back = rules.reverse(paid, reason="Wrong", by=max_)
    with pytest.raises(Refusal, match="anew"):
        rules.reverse(back, reason="Wrong", by=max_)
