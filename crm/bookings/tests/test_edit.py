from decimal import Decimal

import pytest

from crm.bookings import rules
from crm.bookings.models import Booking
from crm.bookings.tests.make import make_device
from crm.customers.tests import make as people
from crm.lib.refusal import Refusal, Stale


def test_what_people_know_better_is_corrected(booking, rory, recorded):
    booking = rules.edit(
        booking, {"urgency_level": "URGENT", "final_price": Decimal("99.999")}, by=rory, version=1
    )
    assert (booking.urgency_level, booking.final_price) == ("URGENT", Decimal("100.00"))
    rules.edit(booking, {"urgency_level": "URGENT"}, by=rory)
    assert recorded() == ["booking.edited"]


@pytest.mark.parametrize("name", sorted(rules.OWNED_BY_VERBS))
def test_what_verbs_own_is_refused_by_name(booking, rory, recorded, name):
    with pytest.raises(Refusal) as refusal:
        rules.edit(booking, {name: "x"}, by=rory)
    assert (refusal.value.field, refusal.value.status) == (name, 422)
    assert recorded() == []


def test_only_their_own_device(booking, branch, rory, recorded):
    other = make_device(people.customer(branch, "Bob Busy"))
    with pytest.raises(Refusal) as refusal:
        rules.edit(booking, {"device": other}, by=rory)
    assert refusal.value.field == "device_id"
    booking = rules.edit(booking, {"device": make_device(booking.customer, "iPhone 13")}, by=rory)
    assert booking.device_name == "iPhone 13"


def test_a_repair_of_a_device_sold_on_can_still_be_corrected(booking, branch, rory):
    booking.device.customer = people.customer(branch, "Bob Busy")
    booking.device.save()
    assert rules.edit(booking, {"internal_notes": "Sold"}, by=rory).internal_notes == "Sold"


def test_a_stale_page_changes_nothing(booking, rory, recorded):
    with pytest.raises(Stale):
        rules.edit(booking, {"urgency_level": "LOW"}, by=rory, version=7)
    assert Booking.objects.get().urgency_level == "STANDARD"
    assert recorded() == []


def test_the_price_of_what_is_over_stays(booking, rory):
    rules.cancel(booking, reason="Changed their mind", by=rory)
    with pytest.raises(Refusal):
        rules.edit(booking, {"final_price": Decimal(1)}, by=rory)
