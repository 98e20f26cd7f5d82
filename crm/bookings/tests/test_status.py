from datetime import timedelta
from decimal import Decimal

import pytest

from crm.bookings import rules
from crm.bookings.models import Booking, StatusChange
from crm.bookings.tests.make import make_booking
from crm.lib import clock
from crm.lib.refusal import Refusal, Stale


def walked(booking):
    steps = StatusChange.objects.filter(booking=booking).order_by("created_at", "pk")
    return [(step.from_status, step.to_status) for step in steps]


def test_a_repair_goes_from_the_counter_to_the_customer(booking, tess, recorded):
    for step in ("IN_PROGRESS", "WAITING_PARTS", "IN_PROGRESS", "READY_FOR_PICKUP"):
        booking = rules.change_status(booking, step, by=tess)
    booking = rules.collect(booking, by=tess)
    assert (booking.status, booking.version) == ("COMPLETED", 6)
    assert booking.collected_at == booking.completed_at
    assert walked(booking) == [
        ("", "CONFIRMED"),
        ("CONFIRMED", "IN_PROGRESS"),
        ("IN_PROGRESS", "WAITING_PARTS"),
        ("WAITING_PARTS", "IN_PROGRESS"),
        ("IN_PROGRESS", "READY_FOR_PICKUP"),
        ("READY_FOR_PICKUP", "COMPLETED"),
    ]
    assert recorded() == ["booking.status_changed"] * 5


def test_an_impossible_step_is_refused_with_what_is_possible(booking, tess, recorded):
    with pytest.raises(Refusal) as refusal:
        rules.change_status(booking, "READY_FOR_PICKUP", by=tess)
    assert refusal.value.message == (
        "A repair that is booked in cannot become ready for pickup."
        " From here it can become: on the bench, cancelled."
    )
    assert (refusal.value.field, refusal.value.status) == ("status", 409)
    assert Booking.objects.get().status == "CONFIRMED"
    assert recorded() == []


def test_the_same_status_twice_is_once(booking, tess, recorded):
    rules.change_status(booking, "IN_PROGRESS", by=tess)
    assert rules.change_status(booking, "IN_PROGRESS", by=tess).version == 2
    assert recorded() == ["booking.status_changed"]


def test_a_stale_page_moves_nothing(booking, tess, recorded):
    with pytest.raises(Stale):
        rules.change_status(booking, "IN_PROGRESS", by=tess, version=9)
    assert recorded() == []


def test_the_warranty_starts_when_it_is_complete(booking, tess):
    rules.change_status(booking, "IN_PROGRESS", by=tess)
    with clock.at(clock.now() + timedelta(days=1)):
        booking = rules.complete(booking, by=tess, final_price=Decimal("99.50"))
        day = clock.now().date()
    assert booking.warranty_until == day + timedelta(days=90)
    assert (booking.base_price, booking.final_price) == (Decimal(129), Decimal("99.50"))
    assert booking.profit_margin == Decimal("100.00")


def test_what_cannot_be_guaranteed_is_not(branch, rory):
    booking = make_booking(branch=branch, by=rory, repair_type="DATA_RECOVERY", status="COMPLETED")
    assert booking.warranty_until is None


def test_cancelling_needs_a_reason_and_is_the_end(booking, rory, recorded):
    with pytest.raises(Refusal) as refusal:
        rules.cancel(booking, reason=" ", by=rory)
    assert refusal.value.field == "reason"
    with pytest.raises(Refusal) as refusal:
        rules.change_status(booking, "CANCELLED", by=rory)
    assert refusal.value.field == "notes"
    rules.cancel(booking, reason="Bought a new one", by=rory)
    for step in ("CONFIRMED", "IN_PROGRESS", "COMPLETED", "REFUNDED"):
        with pytest.raises(Refusal):
            rules.change_status(booking, step, by=rory)
    assert recorded() == ["booking.status_changed"]


def test_only_those_who_may_mark_a_refund(branch, rory, olga, tess, recorded):
    booking = make_booking(branch=branch, by=rory, status="COMPLETED")
    recorded.begin()
    with pytest.raises(Refusal) as refusal:
        rules.refund(booking, reason="Broke again", by=tess)
    assert refusal.value.status == 403
    assert recorded() == []
    assert rules.refund(booking, reason="Broke again", by=olga).status == "REFUNDED"
    assert recorded() == ["booking.status_changed"]


def test_what_was_ready_may_go_back_to_the_bench(branch, tess):
    booking = make_booking(branch=branch, by=tess, status="READY_FOR_PICKUP")
    rules.tell(booking, by=tess)
    booking = rules.change_status(booking, "IN_PROGRESS", by=tess, notes="Touch is dead again")
    assert (booking.ready_at, booking.told_at) == (None, None)


def test_the_customer_is_told_once(branch, tess, recorded):
    booking = make_booking(branch=branch, by=tess, status="READY_FOR_PICKUP")
    recorded.begin()
    booking = rules.tell(booking, by=tess)
    assert booking.told_at is not None
    assert rules.tell(booking, by=tess).version == booking.version
    assert recorded() == ["booking.told"]


def test_nothing_is_collected_before_it_is_ready(booking, rory, recorded):
    with pytest.raises(Refusal):
        rules.collect(booking, by=rory)
    assert recorded() == []


def test_what_was_completed_on_the_bench_is_collected_later(branch, tess, recorded):
    booking = make_booking(branch=branch, by=tess, status="IN_PROGRESS")
    rules.complete(booking, by=tess)
    recorded.begin()
    booking = rules.collect(booking, by=tess)
    assert (booking.status, booking.collected_at is not None) == ("COMPLETED", True)
    assert recorded() == ["booking.collected"]
