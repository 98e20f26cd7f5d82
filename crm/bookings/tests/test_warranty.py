from datetime import timedelta
from decimal import Decimal

import pytest

from crm.bookings import rules
from crm.bookings.models import Booking
from crm.bookings.rules import Rating
from crm.bookings.tests.make import make_booking
from crm.lib import clock
from crm.lib.refusal import Refusal


@pytest.fixture
def done(branch, rory):
    return make_booking(branch=branch, by=rory, status="COMPLETED")


def later(**time):
    return clock.at(clock.now() + timedelta(**time))


def test_it_comes_back_free_and_tied_to_the_first_job(done, rory, tess, recorded):
    again = rules.warranty_return(done, problem="Dark again", by=rory, technician=tess)
    assert (again.warranty_of, again.base_price) == (done, Decimal(0))
    assert (again.customer, again.repair_type) == (done.customer, done.repair_type)
    assert again.reference != done.reference
    assert again.warranty_until == done.warranty_until
    assert recorded() == ["customer.access_granted", "booking.created"]


def test_a_claim_does_not_restart_the_clock(done, rory, tess):
    until = done.warranty_until
    with later(days=80):
        again = rules.warranty_return(done, problem="Dark again", by=rory)
        rules.change_status(again, "IN_PROGRESS", by=tess)
        again = rules.complete(again, by=tess)
    assert again.warranty_until == until
    with later(days=85):
        third = rules.warranty_return(again, problem="And again", by=rory)
        assert (third.warranty_of, third.warranty_until) == (done, until)
    done.refresh_from_db()
    assert done.warranty_until == until


def test_the_last_day_is_covered_and_the_next_is_not(done, rory, recorded):
    with later(days=90):
        assert rules.is_covered(done)
    with later(days=91), pytest.raises(Refusal) as refusal:
        rules.warranty_return(done, problem="Dark again", by=rory)
    assert "ended on" in refusal.value.message
    assert Booking.objects.count() == 1
    assert recorded() == []


def test_without_a_warranty_there_is_no_return(branch, rory, recorded):
    rescued = make_booking(branch=branch, by=rory, repair_type="DATA_RECOVERY", status="COMPLETED")
    recorded.begin()
    with pytest.raises(Refusal) as refusal:
        rules.warranty_return(rescued, problem="Gone again", by=rory)
    assert refusal.value.message.endswith("was done without a warranty.")
    assert recorded() == []


def test_what_is_not_done_has_no_warranty(booking, rory):
    with pytest.raises(Refusal):
        rules.warranty_return(booking, problem="Still dark", by=rory)


def test_a_return_says_what_is_wrong(done, rory):
    with pytest.raises(Refusal) as refusal:
        rules.warranty_return(done, problem=" ", by=rory)
    assert refusal.value.field == "problem_description"


def test_a_finished_repair_is_rated_once(done, rory, recorded):
    said = Rating(Decimal("1.5"), 9, "Quick and kind")
    done = rules.rate(done, said, by=rory)
    assert (done.customer_effort_score, done.nps_score) == (Decimal("1.5"), 9)
    rules.rate(done, said, by=rory)
    assert recorded() == ["booking.rated"]


@pytest.mark.parametrize(
    ("rating", "field"),
    [
        (Rating(), "nps_score"),
        (Rating(nps_score=11), "nps_score"),
        (Rating(nps_score=-1), "nps_score"),
        (Rating(customer_effort_score=Decimal("5.1")), "customer_effort_score"),
    ],
)
def test_a_score_off_the_scale_is_refused(done, rory, recorded, rating, field):
    with pytest.raises(Refusal) as refusal:
        rules.rate(done, rating, by=rory)
    assert refusal.value.field == field
    assert recorded() == []


def test_nothing_is_rated_before_it_is_done(booking, rory, recorded):
    with pytest.raises(Refusal):
        rules.rate(booking, Rating(nps_score=9), by=rory)
    assert recorded() == []
