"""News of payments made elsewhere: twice, late, in any order, before their repair is known."""

from datetime import timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from django.db import transaction

from crm.accounts.models import Staff
from crm.activity.models import Event
from crm.bookings import rules as bookings
from crm.bookings.tests.make import aged, make_booking
from crm.lib import clock
from crm.lib.refusal import Refusal
from crm.payments import auditing, rules
from crm.payments.models import BookingBalance, Invoice, LedgerTransaction, OutsidePayment

D = Decimal


@pytest.fixture
def platform(db):
    return Staff.objects.integration("revivatech", "RevivaTech")


@pytest.fixture
def booked(booking):
    """The platform knows this repair by a number of its own."""
    return aged(booking, external_source="revivatech", external_id="clx1")


def news(status="SUCCEEDED", **changes):
    known = {
        "source": "revivatech",
        "external_id": "pay-1",
        "status": status,
        "method": "ONLINE_CARD",
        "amount": D(120),
        "currency": "GBP",
        "booking_references": ["clx1"],
    }
    return rules.News(**known | changes)


def taken(booking):
    return BookingBalance.objects.get(booking=booking).taken


def test_a_payment_on_the_platform_is_in_the_ledger_once(booked, branch, platform, recorded):
    for _time in range(3):
        row = rules.receive_payment(news(), branch=branch, by=platform)
    assert (row.booking, row.paid, taken(booked)) == (booked, D(120), D(120))
    assert recorded() == ["payment.taken"]
    paid = LedgerTransaction.objects.get()
    assert (paid.external_source, paid.external_id, paid.by) == ("revivatech", "pay-1", platform)


def test_what_is_not_paid_yet_is_in_no_total(booked, branch, platform, recorded):
    for status in ("PENDING", "PROCESSING", "FAILED", "CANCELLED"):
        rules.receive_payment(news(status, external_id=status), branch=branch, by=platform)
    assert not LedgerTransaction.objects.exists()
    assert recorded() == ["payment.failed"]


@pytest.mark.parametrize(
    "order", list(permutations(["PROCESSING", "SUCCEEDED", "PART", "REFUNDED"]))
)
def test_any_order_ends_the_same(booked, branch, platform, order):
    told = {name: news(name) for name in ("PROCESSING", "SUCCEEDED", "REFUNDED")}
    told["PART"] = news("PARTIALLY_REFUNDED", refunded=D(20))
    for name in order:
        row = rules.receive_payment(told[name], branch=branch, by=platform)
    assert (row.status, row.paid, row.refunded, taken(booked)) == ("REFUNDED", D(120), D(120), 0)
    assert row.trouble == ""
    assert auditing.mistakes() == []


def test_a_refund_there_brings_a_credit_note_here(booked, branch, platform, rory):
    rules.invoice(booked, by=rory)
    rules.receive_payment(news(), branch=branch, by=platform)
    rules.receive_payment(news("PARTIALLY_REFUNDED", refunded=D(12)), branch=branch, by=platform)
    assert Invoice.objects.get(kind="CREDIT_NOTE").vat == D(2)
    assert taken(booked) == D(108)


def test_a_part_nobody_tells_the_size_of_is_for_somebody_to_look_at(booked, branch, platform):
    rules.receive_payment(news(), branch=branch, by=platform)
    row = rules.receive_payment(news("PARTIALLY_REFUNDED"), branch=branch, by=platform)
    assert "not told how much" in row.trouble
    assert taken(booked) == D(120)


def test_a_refund_that_was_given_back_here_already_is_for_somebody_to_look_at(
    booked, branch, platform, max_
):
    rules.receive_payment(news(), branch=branch, by=platform)
    rules.refund(booked, D(120), method="CASH", reason="Cancelled", by=max_)
    row = rules.receive_payment(news("REFUNDED"), branch=branch, by=platform)
    assert (row.status, row.refunded) == ("REFUNDED", D(0))
    assert "not written" in row.trouble
    assert taken(booked) == 0


def test_more_than_the_price_is_taken_from_outside(booked, branch, platform):
    rules.receive_payment(news(amount=D(150)), branch=branch, by=platform)
    assert BookingBalance.objects.get(booking=booked).deposits == D(150)


def test_what_comes_for_a_cancelled_repair_is_written_and_owed_back(
    booked, branch, platform, rory, api, as_staff
):
    bookings.cancel(booked, reason="Too dear", by=rory)
    rules.receive_payment(news(), branch=branch, by=platform)
    assert taken(booked) == D(120)
    told = api(rory).get(f"/payments/bookings/{booked.pk}").json()["balance"]
    assert (told["held"], told["to_give_back"], told["to_pay"]) == (120, 120, 0)
    card = as_staff(rory).get(f"/bookings/{booked.pk}/money").content.decode()
    assert "To give back" in card
    assert "money/deposit" not in card
    assert "money/payment" not in card
    rules.receive_payment(news("REFUNDED"), branch=branch, by=platform)
    told = api(rory).get(f"/payments/bookings/{booked.pk}").json()["balance"]
    assert (told["held"], told["to_give_back"]) == (0, 0)


def test_a_payment_waits_for_its_repair(branch, rory, platform, customer):
    row = rules.receive_payment(news(), branch=branch, by=platform)
    assert (row.booking, row.paid) == (None, D(0))
    booking = make_booking(
        branch=branch,
        by=rory,
        customer=customer,
        external_source="revivatech",
        external_id="clx1",
    )
    event = Event.objects.filter(verb="booking.created").latest("seq")
    for _time in range(2):
        rules.adopt(event)
    row.refresh_from_db()
    assert (row.booking, row.paid, taken(booking)) == (booking, D(120), D(120))


def test_the_number_said_aloud_will_do(booking, branch, platform):
    told = news(booking_references=["unknown", booking.reference])
    assert rules.receive_payment(told, branch=branch, by=platform).booking == booking


def test_it_belongs_to_the_day_it_happened(booked, branch, platform):
    yesterday = clock.now() - timedelta(days=1)
    rules.receive_payment(news(happened_at=yesterday), branch=branch, by=platform)
    paid = LedgerTransaction.objects.get()
    assert paid.occurred_at == yesterday
    assert paid.trading_day.day == rules.local_day(yesterday)


def test_a_clock_ahead_of_ours_does_not_count(booked, branch, platform):
    ahead = clock.now() + timedelta(days=30)
    rules.receive_payment(news(happened_at=ahead), branch=branch, by=platform)
    assert LedgerTransaction.objects.get().occurred_at < ahead - timedelta(days=29)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"currency": "EUR"}, "currency"),
        ({"status": "LOST"}, "status"),
        ({"method": "SHELLS"}, "method"),
        ({"method": "CREDIT"}, "method"),
        ({"amount": D(0)}, "amount"),
    ],
)
def test_what_is_no_payment_of_ours_is_refused(booked, branch, platform, changes, field):
    with pytest.raises(Refusal) as refusal, transaction.atomic():
        rules.receive_payment(news(**changes), branch=branch, by=platform)
    assert refusal.value.field == field
    assert not OutsidePayment.objects.exists()
