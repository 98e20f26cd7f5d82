"""Whoever is talked to while their repair waits to be collected knows that it does."""

import pytest

from crm.bookings.tests.make import make_booking
from crm.customers.tests import make as people
from crm.interactions import rules


@pytest.fixture
def waiting(branch, rory):
    return make_booking(branch=branch, by=rory, status="READY_FOR_PICKUP")


def test_a_call_with_them_is_telling_them(waiting, branch, rory, recorded):
    said = rules.Said("CALL", "OUTBOUND")
    rules.log(said, by=rory, branch=branch, customer=waiting.customer)
    waiting.refresh_from_db()
    assert waiting.told_at is not None
    assert recorded() == ["interaction.logged", "booking.told"]


def test_a_call_with_somebody_else_or_a_review_is_not(waiting, branch, rory, recorded):
    other = people.customer(branch, "Bob Busy")
    rules.log(rules.Said("CALL", "OUTBOUND"), by=rory, branch=branch, customer=other)
    rules.log(rules.Said("REVIEW", "INBOUND"), by=rory, branch=branch, customer=waiting.customer)
    waiting.refresh_from_db()
    assert waiting.told_at is None
    assert "booking.told" not in recorded()
