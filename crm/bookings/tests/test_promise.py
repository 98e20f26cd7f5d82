from datetime import timedelta

import pytest

from crm.bookings import rules
from crm.bookings.models import Booking, Promise
from crm.lib import clock
from crm.lib.refusal import Refusal


def soon(**time):
    return clock.now() + timedelta(**time or {"days": 2})


def ledger(booking):
    rows = Promise.objects.filter(booking=booking).order_by("made_at", "pk")
    return [(row.promised_at, row.kept, row.is_first) for row in rows]


def finish(booking, tess, **time):
    with clock.at(soon(**time)):
        rules.change_status(booking, "IN_PROGRESS", by=tess)
        return rules.change_status(booking, "READY_FOR_PICKUP", by=tess)


def test_every_date_stays_in_the_ledger(booking, rory, recorded):
    first, second = soon(days=1), soon(days=3)
    rules.promise(booking, first, by=rory)
    booking = rules.promise(booking, second, by=rory, reason="The part is late")
    assert booking.promised_at == second
    assert ledger(booking) == [(first, None, True), (second, None, False)]
    assert recorded() == ["booking.promised", "booking.promised"]


def test_the_same_date_twice_is_once(booking, rory, recorded):
    due = soon()
    rules.promise(booking, due, by=rory)
    rules.promise(booking, due, by=rory)
    assert recorded() == ["booking.promised"]


def test_moving_a_date_needs_a_reason_and_a_future(booking, rory, recorded):
    due = soon()
    rules.promise(booking, due, by=rory)
    with pytest.raises(Refusal) as refusal:
        rules.promise(booking, soon(days=5), by=rory)
    assert (refusal.value.field, refusal.value.status) == ("reason", 422)
    with pytest.raises(Refusal) as refusal:
        rules.promise(booking, soon(hours=-1), by=rory, reason="Oops")
    assert (refusal.value.field, refusal.value.status) == ("promised_at", 422)
    assert Booking.objects.get().promised_at == due
    assert recorded() == ["booking.promised"]


def test_moving_the_date_does_not_make_the_first_promise_kept(booking, rory, tess):
    first, second = soon(days=1), soon(days=3)
    rules.promise(booking, first, by=rory)
    rules.promise(booking, second, by=rory, reason="The part is late")
    booking = finish(booking, tess, days=2)
    assert ledger(booking) == [(first, False, True), (second, True, False)]


def test_what_goes_back_to_the_bench_is_judged_anew(booking, rory, tess):
    due = soon(days=2)
    rules.promise(booking, due, by=rory)
    booking = finish(booking, tess, days=1)
    assert ledger(booking) == [(due, True, True)]
    with clock.at(soon(days=1, hours=1)):
        rules.change_status(booking, "IN_PROGRESS", by=tess)
    assert ledger(booking) == [(due, None, True)]
    with clock.at(soon(days=3)):
        booking = rules.change_status(booking, "READY_FOR_PICKUP", by=tess)
    assert ledger(booking) == [(due, False, True)]


def test_nothing_is_promised_once_the_work_is_done(booking, tess, rory, recorded):
    finish(booking, tess, hours=1)
    recorded.begin()
    with pytest.raises(Refusal):
        rules.promise(booking, soon(days=5), by=rory)
    assert recorded() == []


def test_a_cancelled_repair_breaks_no_promise(booking, rory):
    due = soon()
    rules.promise(booking, due, by=rory)
    rules.cancel(booking, reason="Changed their mind", by=rory)
    assert ledger(booking) == [(due, None, True)]
