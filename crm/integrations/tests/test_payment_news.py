"""The platform's payments: into the ledger once their repair is known, in its own unit."""

from decimal import Decimal

import pytest

from crm.bookings.tests.make import make_booking
from crm.integrations.config import integrations
from crm.integrations.models import Delivery
from crm.integrations.tests import sent
from crm.integrations.tests.sent import deliver
from crm.interactions.models import Interaction
from crm.payments.models import BookingBalance, LedgerTransaction, OutsidePayment

D = Decimal


@pytest.fixture
def booking(branch, rory):
    return make_booking(
        branch=branch,
        by=rory,
        base_price=D("149.50"),
        external_source="revivatech",
        external_id="clx1repair0001",
    )


@pytest.fixture
def in_pence(monkeypatch):
    known = integrations()
    changed = known.revivatech.model_copy(update={"payment_amounts_in": "pence"})
    value = known.model_copy(update={"revivatech": changed})
    monkeypatch.setattr(
        integrations, "_current", (value, integrations.version, integrations.content)
    )


def taken(booking):
    return BookingBalance.objects.get(booking=booking).taken


def test_a_payment_is_in_the_ledger_and_needs_no_line_beside_it(booking, recorded):
    assert deliver("payment-status", sent.payment()).json()["data"]["status"] == "processed"
    assert deliver("payment-status", sent.payment()).json()["data"]["status"] == "duplicate"
    assert taken(booking) == D("149.50")
    assert LedgerTransaction.objects.get().method == "ONLINE_CARD"
    assert recorded() == ["payment.taken"]
    assert not Interaction.objects.exists()


def test_pence_are_pence_where_the_platform_counts_in_them(booking, in_pence):
    deliver("payment-status", sent.payment(payment__amount=14950))
    assert taken(booking) == D("149.50")


def test_half_a_penny_is_no_payment(booking, in_pence):
    deliver("payment-status", sent.payment(payment__amount=149.5))
    assert not OutsidePayment.objects.exists()


def test_more_going_back_is_news_each_time(booking):
    deliver("payment-status", sent.payment())
    part = {"payment__status": "PARTIALLY_REFUNDED"}
    deliver("payment-status", sent.payment(**part, payment__refundedAmount=20))
    deliver("payment-status", sent.payment(**part, payment__refundedAmount=50))
    deliver("payment-status", sent.payment(**part, payment__refundedAmount=20))
    assert taken(booking) == D("99.50")


def test_the_words_of_the_platform_are_read_in_any_case(booking):
    deliver("payment-status", sent.payment(payment__status="paid", payment__method="paypal"))
    assert LedgerTransaction.objects.get().method == "PAYPAL"


def test_another_currency_stays_out_of_the_books(booking):
    answer = deliver("payment-status", sent.payment(payment__currency="EUR"))
    assert answer.json()["data"]["status"] == "waiting"
    assert not OutsidePayment.objects.exists()
    assert Delivery.objects.get().waits_for


def test_a_payment_is_kept_until_its_repair_appears(branch, rory):
    assert deliver("payment-status", sent.payment()).json()["data"]["status"] == "waiting"
    row = OutsidePayment.objects.get()
    assert (row.booking, row.booking_reference, row.paid) == (None, "clx1repair0001", D(0))
