"""Many at once: whoever comes second is judged by what the first has left."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connections

from crm.accounts.models import Staff
from crm.accounts.tests import make as accounts
from crm.bookings.tests.make import make_booking
from crm.lib import clock
from crm.lib.refusal import Refusal
from crm.payments import auditing, rules
from crm.payments.models import (
    BookingBalance,
    Invoice,
    LedgerTransaction,
    OutsidePayment,
    TradingDay,
)

pytestmark = pytest.mark.django_db(transaction=True)
D = Decimal


@pytest.fixture
def by(transactional_db):
    return Staff.objects.system()


@pytest.fixture
def branch(transactional_db):
    return accounts.branch("Tottenham")


@pytest.fixture
def booking(branch, by):
    return make_booking(branch=branch, by=by, base_price=D(120))


def at_once(*calls):
    """Each in a connection of its own, started together; what each came to."""
    barrier = Barrier(len(calls))

    def one(call):
        try:
            barrier.wait(10)
            return call()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [done.result(timeout=30) for done in [pool.submit(one, call) for call in calls]]


def refusals(results):
    return [one for one in results if isinstance(one, Refusal)]


def test_two_refunds_at_once_give_back_no_more_than_was_paid(booking, by):
    rules.pay(booking, D(120), method="CASH", by=by)
    calls = [
        lambda: rules.refund(booking, D(80), method="CASH", reason="Both", by=by) for _ in range(4)
    ]
    results = at_once(*calls)
    assert len(refusals(results)) == 3
    assert BookingBalance.objects.get(booking=booking).taken == D(40)
    assert auditing.mistakes() == []


def test_invoices_at_once_have_numbers_without_a_gap(branch, by):
    many = [make_booking(branch=branch, by=by, name=f"Ann {n}") for n in range(6)]
    free = many.pop()
    calls = [lambda booking=booking: rules.invoice(booking, by=by) for booking in many]
    at_once(*calls)
    rules.invoice(free, by=by)
    numbers = list(Invoice.objects.order_by("sequence").values_list("sequence", flat=True))
    assert numbers == [1, 2, 3, 4, 5, 6]


def test_one_repair_invoiced_twice_at_once_has_one_invoice(booking, by):
    results = at_once(*[lambda: rules.invoice(booking, by=by)] * 3)
    assert len(refusals(results)) == 2
    assert Invoice.objects.get().sequence == 1


def test_one_key_at_once_is_one_payment(booking, by):
    origin = rules.Origin(key="double-click")
    call = lambda: rules.pay(booking, D(40), method="CASH", by=by, origin=origin)  # noqa: E731
    results = at_once(*[call] * 4)
    assert len({one.pk for one in results}) == 1
    assert BookingBalance.objects.get(booking=booking).taken == D(40)


def test_one_key_at_once_on_two_repairs_is_one_payment_and_a_refusal(branch, by):
    origin = rules.Origin(key="mixed-up")
    two = [make_booking(branch=branch, by=by, name=name) for name in ("Ann A", "Bo B")]
    calls = [
        lambda one=one: rules.pay(one, D(40), method="CASH", by=by, origin=origin) for one in two
    ]
    assert len(refusals(at_once(*calls))) == 1
    assert LedgerTransaction.objects.count() == 1


def test_the_last_pounds_of_a_debt_are_paid_once(booking, by):
    rules.invoice(booking, by=by)
    results = at_once(*[lambda: rules.pay(booking, D(120), method="CARD", by=by)] * 3)
    assert len(refusals(results)) == 2
    assert BookingBalance.objects.get(booking=booking).receivable == 0


def test_store_credit_is_used_once(branch, booking, by):
    other = make_booking(branch=branch, by=by, customer=booking.customer, base_price=D(120))
    rules.give_credit(booking.customer, D(50), reason="Sorry", by=by, branch=branch)
    results = at_once(
        *[lambda one=one: rules.pay(one, D(50), method="CREDIT", by=by) for one in (booking, other)]
    )
    assert len(refusals(results)) == 1
    assert rules.available(booking.customer) == 0


def test_a_payment_beside_the_closing_of_the_day_is_counted_or_belongs_to_the_next(branch, by):
    today = rules.local_day(clock.now())
    many = [make_booking(branch=branch, by=by, name=f"Ann {n}") for n in range(5)]
    calls = [lambda one=one: rules.pay(one, D(10), method="CASH", by=by) for one in many]
    nothing = {"CASH": D(0), "CARD": D(0)}
    at_once(*calls, lambda: rules.cash_up(branch, today, counted=nothing, by=by))
    day = TradingDay.objects.get(branch=branch, day=today)
    counted = day.counts.get(method="CASH").expected
    assert counted == rules.expectations(day)["CASH"]
    assert LedgerTransaction.objects.filter(trading_day=day).count() * D(10) == counted
    assert auditing.mistakes() == []


def test_one_payment_elsewhere_told_by_many_at_once_is_written_once(branch, booking, by):
    told = rules.News(
        source="revivatech",
        external_id="pay-1",
        status="SUCCEEDED",
        method="ONLINE_CARD",
        amount=D(120),
        booking_references=[booking.reference],
    )
    at_once(*[lambda: rules.receive_payment(told, branch=branch, by=by)] * 4)
    assert OutsidePayment.objects.get().paid == D(120)
    assert BookingBalance.objects.get(booking=booking).taken == D(120)
