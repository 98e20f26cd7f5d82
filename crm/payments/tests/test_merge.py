"""Two customers become one, and two again: their money goes with them."""

from decimal import Decimal

import pytest

from crm.bookings.tests.make import make_booking
from crm.customers import rules as customers
from crm.customers.models import Customer
from crm.customers.tests import make as people
from crm.payments import auditing, rules
from crm.payments.models import LedgerTransaction

D = Decimal


@pytest.fixture
def other(branch):
    return people.customer(branch, "Pria Nair", phone="07700 900483")


@pytest.fixture
def theirs(branch, rory, other):
    """The other's repair: £50 paid; and £20 of store credit."""
    booking = make_booking(branch=branch, by=rory, customer=other, base_price=D(120))
    rules.pay(booking, D(50), method="CASH", by=rory)
    rules.give_credit(other, D(20), reason="Late", by=rory, branch=branch)
    return booking


def of(customer):
    return LedgerTransaction.objects.of_customer(customer).count()


def test_the_survivor_has_all_the_money_and_the_undo_gives_it_back(
    customer, other, theirs, max_, rory
):
    made = customers.merge(other, into=customer, by=max_)
    assert (of(customer), of(other)) == (2, 0)
    assert rules.available(customer) == D(20)
    customers.undo(made, by=max_)
    assert (of(customer), of(other)) == (0, 2)
    assert (rules.available(customer), rules.available(other)) == (0, D(20))
    assert auditing.mistakes() == []


def test_what_is_paid_after_the_merge_follows_its_repair(customer, other, theirs, max_, rory):
    made = customers.merge(other, into=customer, by=max_)
    theirs.refresh_from_db()
    rules.pay(theirs, D(70), method="CARD", by=rory)
    customers.undo(made, by=max_)
    assert of(Customer.objects.get(pk=other.pk)) == 3
    assert of(customer) == 0
    assert auditing.mistakes() == []


def test_store_credit_used_after_the_merge_stays_with_whoever_used_it(
    customer, other, theirs, booking, max_, rory
):
    made = customers.merge(other, into=customer, by=max_)
    rules.pay(booking, D(5), method="CREDIT", by=rory)
    customers.undo(made, by=max_)
    assert (rules.available(customer), rules.available(other)) == (D(15), D(0))
    assert auditing.mistakes() == []
