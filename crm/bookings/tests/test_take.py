from datetime import timedelta
from decimal import Decimal

import pytest

from crm.bookings import rules
from crm.bookings.models import Booking, Promise, StatusChange
from crm.bookings.rules import NewBooking
from crm.bookings.tests.make import make_device
from crm.customers.models import Access, Customer, Device
from crm.customers.rules import Profile
from crm.leads.models import Lead
from crm.leads.tests.make import make_lead
from crm.lib import clock
from crm.lib.refusal import Refusal

SCREEN = NewBooking("SCREEN_REPAIR", "Cracked in the corner", base_price=Decimal("129.00"))


def soon(**time):
    return clock.now() + timedelta(**time or {"days": 2})


def test_a_repair_is_taken_in_with_a_number_to_say_aloud(customer, device, branch, rory, recorded):
    first = rules.take(SCREEN, customer, by=rory, branch=branch, device=lambda _: device)
    second = rules.take(SCREEN, customer, by=rory, branch=branch, device=lambda _: device)
    assert first.reference == f"FX-{first.number}"
    assert first.number >= 1001
    assert second.number == first.number + 1
    assert (first.status, first.base_price, first.version) == ("CONFIRMED", Decimal(129), 1)
    [began] = StatusChange.objects.filter(booking=first)
    assert (began.from_status, began.to_status, began.by) == ("", "CONFIRMED", rory)
    assert recorded() == ["booking.created", "booking.created"]


def test_a_date_promised_begins_the_ledger(customer, branch, rory, recorded):
    due = soon()
    booking = rules.take(
        NewBooking("BATTERY_REPLACEMENT", promised_at=due), customer, by=rory, branch=branch
    )
    [promise] = Promise.objects.filter(booking=booking)
    assert (promise.promised_at, promise.is_first, promise.kept) == (due, True, None)
    assert booking.promised_at == due
    assert recorded() == ["booking.created"]


def test_nobody_promises_yesterday(customer, branch, rory, recorded):
    late = NewBooking("SCREEN_REPAIR", promised_at=soon(minutes=-1))
    with pytest.raises(Refusal) as refusal:
        rules.take(late, customer, by=rory, branch=branch)
    assert (refusal.value.field, refusal.value.status) == ("promised_at", 422)
    assert Booking.objects.count() == 0
    assert recorded() == []


def test_a_lead_becomes_a_customer_with_it(branch, rory, recorded):
    lead = make_lead(branch=branch, name="Priya Nair", phone="07700 900482")
    recorded.begin()
    booking = rules.take_from_lead(SCREEN, lead, by=rory, device=make_device)
    lead.refresh_from_db()
    assert (lead.status, lead.converted_customer) == ("CONVERTED", booking.customer)
    assert (booking.lead, booking.device.customer) == (lead, booking.customer)
    assert recorded()[-3:] == ["lead.converted", "lifecycle.begun", "booking.created"]


def test_a_lost_lead_is_not_booked_in_and_leaves_no_device(branch, rory, recorded):
    lead = make_lead(branch=branch, status="LOST", lost_reason="Too expensive")
    recorded.begin()
    with pytest.raises(Refusal):
        rules.take_from_lead(SCREEN, lead, by=rory, device=make_device)
    assert (Booking.objects.count(), Customer.objects.count(), Device.objects.count()) == (0, 0, 0)
    assert recorded() == []


def test_somebody_new_comes_with_their_device_all_at_once(branch, rory, tess, recorded):
    booking = rules.take_from_new(
        SCREEN,
        Profile(first_name="Ann", last_name="Able", phone="07700 900123"),
        by=rory,
        branch=branch,
        device=make_device,
        technician=tess,
    )
    assert booking.customer.name == "Ann Able"
    assert booking.device.customer == booking.customer
    assert booking.assigned_technician == tess
    assert set(Access.objects.values_list("branch", "staff")) == {
        (branch.pk, None),
        (None, tess.pk),
    }
    assert recorded() == [
        "customer.created",
        "customer.access_granted",
        "customer.access_granted",
        "booking.created",
    ]


def test_a_mistake_about_the_device_leaves_no_customer_behind(branch, rory, customer, recorded):
    someone_elses = make_device(customer)
    with pytest.raises(Refusal) as refusal:
        rules.take_from_new(
            SCREEN,
            Profile(first_name="Ann"),
            by=rory,
            branch=branch,
            device=lambda _customer: someone_elses,
        )
    assert (refusal.value.field, refusal.value.status) == ("device_id", 422)
    assert Customer.objects.count() == 1
    assert recorded() == []


def test_a_technician_of_another_branch_is_not_given_it(customer, branch, rory, rex, recorded):
    with pytest.raises(Refusal) as refusal:
        rules.take(SCREEN, customer, by=rory, branch=branch, technician=rex)
    assert refusal.value.field == "assigned_technician"
    assert recorded() == []


def test_a_negative_price_is_refused(customer, branch, rory, recorded):
    free = NewBooking("SCREEN_REPAIR", base_price=Decimal(-1))
    with pytest.raises(Refusal) as refusal:
        rules.take(free, customer, by=rory, branch=branch)
    assert refusal.value.field == "base_price"
    assert recorded() == []


def test_the_other_branch_sees_the_customer_from_now_on(other_branch, rex, customer):
    assert not Customer.objects.visible_to(rex).exists()
    rules.take(SCREEN, customer, by=rex, branch=other_branch)
    assert Customer.objects.visible_to(rex).get() == customer


def test_somebody_merged_away_is_refused(branch, rory, customer):
    Customer.objects.filter(pk=customer.pk).update(deleted_at=clock.now())
    with pytest.raises(Refusal):
        rules.take(SCREEN, customer, by=rory, branch=branch)


def test_a_lead_that_waits_is_converted_when_its_repair_is_confirmed(branch, rory, customer):
    lead = make_lead(branch=branch, name="Priya Nair", phone="07700 900482")
    asked = NewBooking("SCREEN_REPAIR", status="PENDING")
    booking = rules.take(asked, customer, by=rory, branch=branch, lead=lead)
    assert Lead.objects.get().status == "ACTIVE"
    rules.change_status(booking, "CONFIRMED", by=rory)
    assert Lead.objects.get().converted_customer == customer


def test_the_same_outside_record_is_known(customer, branch, rory):
    told = NewBooking("SCREEN_REPAIR", external_source="revivatech", external_id="b-1")
    booking = rules.take(told, customer, by=rory, branch=branch)
    assert rules.known("revivatech", "b-1") == booking
    assert rules.known("revivatech", "b-2") is None
