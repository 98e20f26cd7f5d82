"""News of one repair at the same moment: whoever comes second finds what the first has left."""

from datetime import timedelta

import pytest

from crm.accounts.models import Staff
from crm.bookings import rules as bookings
from crm.bookings.models import Booking
from crm.integrations import rules
from crm.integrations.models import Approval, Delivery
from crm.integrations.tests import sent
from crm.integrations.tests.sent import deliver
from crm.lib import clock
from crm.lib.tests.waiting import while_uncommitted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _heard_before(branch):
    """The platform's own row of staff, else whoever is second waits for that and nothing else."""
    Staff.objects.integration("revivatech", "RevivaTech")


def told(endpoint, body):
    answer = deliver(endpoint, body)
    assert answer.status_code == 200, answer.content
    return answer.json()["data"]["status"]


def test_a_whole_status_and_its_booking():
    results = while_uncommitted(
        lambda: told("booking-created", sent.booking()),
        lambda: told("status-changed", sent.move("IN_PROGRESS")),
    )
    assert results == ["processed", "processed"]
    assert Booking.objects.get().status == "IN_PROGRESS"


def test_two_whole_statuses():
    earlier = sent.move("CONFIRMED")
    later = sent.move("IN_PROGRESS", "2026-11-21T10:00:00.000Z")
    results = while_uncommitted(
        lambda: told("status-changed", earlier), lambda: told("status-changed", later)
    )
    assert results == ["processed", "processed"]
    assert Booking.objects.get().status == "IN_PROGRESS"


def test_a_rating_and_its_booking():
    results = while_uncommitted(
        lambda: told("booking-created", sent.booking()),
        lambda: told("completion-rated", sent.rated()),
    )
    assert results == ["processed", "processed"]
    assert Booking.objects.get().nps_score == 9
    assert not Delivery.objects.filter(outcome="waiting").exists()


def test_a_status_while_the_counter_books_its_request():
    told("repair-request", sent.repair())
    by = Staff.objects.system()
    lead = rules.approve(Approval.objects.get(), by=by).lead
    new = bookings.NewBooking("CHARGING_PORT")
    moved = sent.move("IN_PROGRESS", (clock.now() + timedelta(hours=1)).isoformat())
    results = while_uncommitted(
        lambda: bookings.take_from_lead(new, lead, by=by),
        lambda: told("status-changed", moved),
    )
    assert results[1] == "processed"
    assert Booking.objects.get().status == "IN_PROGRESS"
