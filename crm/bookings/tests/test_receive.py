"""The platform's news: late, twice, in any order."""

from datetime import timedelta

import pytest

from crm.accounts.models import Staff
from crm.bookings import rules
from crm.bookings.models import Booking, Promise, StatusChange
from crm.bookings.rules import NewBooking, Rating
from crm.lib import clock
from crm.lib.refusal import Refusal


@pytest.fixture
def platform(db):
    return Staff.objects.integration("revivatech", "RevivaTech")


@pytest.fixture
def theirs(platform, customer, branch):
    told = NewBooking(
        "SCREEN_REPAIR",
        status="PENDING",
        taken_at=ago(hours=10),
        external_source="revivatech",
        external_id="b-1",
    )
    return rules.receive_created(told, customer, by=platform, branch=branch)


def ago(**time):
    return clock.now() - timedelta(**time)


def says(booking, word, by, **more):
    known = {"at": ago(hours=1), "source": "revivatech"} | more
    return rules.receive_status(booking, word, by=by, **known)


def test_told_twice_it_is_one_booking(theirs, platform, customer, branch, recorded):
    again = NewBooking("BATTERY_REPLACEMENT", external_source="revivatech", external_id="b-1")
    assert rules.receive_created(again, customer, by=platform, branch=branch) == theirs
    assert Booking.objects.get().repair_type == "SCREEN_REPAIR"
    assert recorded() == []


def test_a_booking_without_a_number_of_its_own_is_refused(platform, customer, branch, recorded):
    with pytest.raises(Refusal) as refusal:
        rules.receive_created(NewBooking("SCREEN_REPAIR"), customer, by=platform, branch=branch)
    assert refusal.value.field == "external_id"
    assert recorded() == []


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("CONFIRMED", "CONFIRMED"),
        ("in-progress", "IN_PROGRESS"),
        ("Ready for Pickup", "READY_FOR_PICKUP"),
        ("parts_ordered", "WAITING_PARTS"),
        ("quality-check", "IN_PROGRESS"),
        ("canceled", "CANCELLED"),
    ],
)
def test_other_words_mean_ours(db, word, status):
    assert rules.platform_status(word) == status


def test_a_word_nobody_mapped_is_refused(theirs, platform, recorded):
    with pytest.raises(Refusal) as refusal:
        says(theirs, "exploded", platform)
    assert (refusal.value.field, refusal.value.status) == ("status", 422)
    assert recorded() == []


def test_a_step_people_could_not_take_is_taken_and_marked(theirs, platform, recorded):
    booking = says(theirs, "ready-for-pickup", platform)
    assert booking.status == "READY_FOR_PICKUP"
    last = StatusChange.objects.get(to_status="READY_FOR_PICKUP")
    assert (last.from_status, last.was_out_of_order, last.took_effect) == ("PENDING", True, True)
    assert recorded() == ["booking.status_changed"]


def test_a_usual_step_is_not_marked(theirs, platform):
    says(theirs, "confirmed", platform)
    assert not StatusChange.objects.get(to_status="CONFIRMED").was_out_of_order


def test_older_news_is_kept_and_moves_nothing(theirs, platform, recorded):
    says(theirs, "in_progress", platform, at=ago(hours=2))
    booking = says(theirs, "confirmed", platform, at=ago(hours=3))
    assert booking.status == "IN_PROGRESS"
    late = StatusChange.objects.get(to_status="CONFIRMED")
    assert (late.took_effect, late.was_out_of_order) == (False, True)
    assert recorded() == ["booking.status_changed", "booking.news_kept"]


def test_the_same_news_twice_is_once(theirs, platform, recorded):
    for _time in range(2):
        says(theirs, "confirmed", platform, external_id="e-1")
        says(theirs, "in_progress", platform, at=ago(minutes=30), external_id="e-2")
    assert StatusChange.objects.filter(booking=theirs).count() == 3
    assert recorded() == ["booking.status_changed"] * 2


def test_the_same_news_without_an_id_twice_is_once(theirs, platform, recorded):
    first, second = ago(hours=2), ago(hours=1)
    for _time in range(2):
        says(theirs, "confirmed", platform, at=first)
        says(theirs, "in_progress", platform, at=second)
    assert recorded() == ["booking.status_changed"] * 2


def test_what_has_ended_stays_ended(theirs, platform, recorded):
    says(theirs, "cancelled", platform, at=ago(hours=2))
    booking = says(theirs, "in_progress", platform, at=ago(hours=1))
    assert booking.status == "CANCELLED"
    assert recorded() == ["booking.status_changed", "booking.news_kept"]


def test_a_clock_that_runs_fast_is_not_believed(theirs, platform):
    booking = says(theirs, "confirmed", platform, at=clock.now() + timedelta(hours=3))
    assert booking.status_entered_at <= clock.now()


def test_a_booking_told_in_the_middle_of_its_life(platform, customer, branch, recorded):
    told = NewBooking(
        "SCREEN_REPAIR",
        status="COMPLETED",
        taken_at=ago(days=3),
        promised_at=ago(days=1),
        external_source="revivatech",
        external_id="b-2",
    )
    booking = rules.receive_created(told, customer, by=platform, branch=branch)
    assert (booking.status, booking.promised_at) == ("COMPLETED", None)
    assert booking.estimated_completion == told.promised_at
    assert Promise.objects.count() == 0
    steps = StatusChange.objects.filter(booking=booking).order_by("created_at", "pk")
    assert [step.to_status for step in steps] == ["PENDING", "COMPLETED"]
    assert recorded()[-2:] == ["booking.created", "booking.status_changed"]


def test_a_rating_may_come_before_the_news_of_completion(theirs, platform, recorded):
    booking = rules.receive_rating(theirs, Rating(nps_score=10), by=platform)
    rules.receive_rating(theirs, Rating(nps_score=10), by=platform)
    assert booking.nps_score == 10
    assert recorded() == ["booking.rated"]
