"""Bookings of the website: created, moved and rated, twice, late, and in any order."""

from decimal import Decimal

import pytest

from crm.accounts.tests import make
from crm.activity import listeners
from crm.bookings import rules as bookings
from crm.bookings.models import Booking
from crm.customers import rules as customers
from crm.customers.models import Customer, Device
from crm.integrations import rules
from crm.integrations.models import Approval, Delivery
from crm.integrations.tests import sent
from crm.integrations.tests.sent import deliver
from crm.leads.models import Lead
from crm.payments.models import LedgerTransaction


def status(endpoint, body):
    answer = deliver(endpoint, body)
    assert answer.status_code == 200, answer.content
    return answer.json()["data"]["status"]


def hear(recorded, name="integrations.catch_up"):
    """What the log's reader would do with everything recorded so far."""
    follower = listeners.named(name)
    for event in recorded.events():
        if event.verb in follower.rules:
            follower.answer(event)


def test_a_booking_becomes_a_repair_with_its_customer_and_device(recorded, branch):
    assert status("booking-created", sent.booking()) == "processed"
    booking = Booking.objects.get()
    assert (booking.external_source, booking.external_id) == ("revivatech", "clx1repair0001")
    assert (booking.status, booking.repair_type, booking.branch) == (
        "CONFIRMED",
        "CHARGING_PORT",
        branch,
    )
    assert (booking.base_price, booking.final_price) == (Decimal("149.50"), None)
    assert booking.urgency_level == "URGENT"
    assert (booking.device.label, booking.device.year) == ("Apple MacBook Air M1", 2020)
    customer = booking.customer
    assert (customer.name, customer.email) == ("Hannah Whitmore", "hannah.w@example.co.uk")
    assert (customer.external_source, customer.external_id) == ("revivatech", "clx1user0001")
    assert recorded()[-1] == "booking.created"


def test_told_twice_or_in_other_words_it_is_the_same_repair():
    assert status("booking-created", sent.booking()) == "processed"
    assert status("booking-created", sent.booking()) == "duplicate"
    later = sent.booking(metadata__timestamp="2026-11-20T10:00:00Z", booking__basePrice=99)
    assert status("booking-created", later) == "duplicate"
    assert (Booking.objects.count(), Customer.objects.count(), Device.objects.count()) == (1, 1, 1)
    assert Booking.objects.get().base_price == Decimal("149.50")


def test_a_second_repair_of_the_same_device_is_of_the_same_device():
    status("booking-created", sent.booking())
    status("booking-created", sent.booking(booking__id="another"))
    assert (Booking.objects.count(), Device.objects.count()) == (2, 1)


def test_while_its_request_waits_for_a_word_so_does_the_booking(rory, recorded):
    deliver("repair-request", sent.repair())
    assert status("booking-created", sent.booking()) == "waiting"
    delivery = Delivery.objects.get(endpoint="booking-created")
    assert delivery.error == "Its request waits for somebody's word."
    assert not Booking.objects.exists()
    rules.approve(Approval.objects.get(), by=rory)
    hear(recorded)
    booking, lead = Booking.objects.get(), Lead.objects.get()
    assert (booking.lead, lead.status, lead.converted_customer) == (
        lead,
        "CONVERTED",
        booking.customer,
    )
    delivery.refresh_from_db()
    assert delivery.outcome == "processed"
    assert Customer.objects.count() == 1


def test_a_rejected_request_keeps_its_booking_out_and_says_why(rory):
    deliver("repair-request", sent.repair())
    rules.reject(Approval.objects.get(), "A test", by=rory)
    assert status("booking-created", sent.booking()) == "waiting"
    delivery = Delivery.objects.get(endpoint="booking-created")
    assert delivery.error == "Its request was rejected: A test"


def test_a_request_approved_and_booked_at_the_counter_is_not_doubled(rory):
    deliver("repair-request", sent.repair())
    lead = rules.approve(Approval.objects.get(), by=rory).lead
    new = bookings.NewBooking("CHARGING_PORT", base_price=Decimal(120))
    booking = bookings.take_from_lead(new, lead, by=rory)
    assert booking.external_id == "clx1repair0001"
    assert status("booking-created", sent.booking()) == "duplicate"
    assert Booking.objects.get().base_price == Decimal(120)
    second = bookings.take_from_lead(new, lead, by=rory)
    assert second.external_id is None


def test_a_request_that_comes_after_its_booking_is_not_asked_about():
    status("booking-created", sent.booking())
    assert status("repair-request", sent.repair()) == "duplicate"
    assert (Approval.objects.count(), Lead.objects.count()) == (0, 0)


def test_a_pending_booking_leaves_its_lead_to_the_shop(rory):
    deliver("repair-request", sent.repair())
    rules.approve(Approval.objects.get(), by=rory)
    status("booking-created", sent.booking(booking__status="pending"))
    assert (Booking.objects.get().status, Lead.objects.get().status) == ("PENDING", "ACTIVE")
    assert status("status-changed", sent.move("CONFIRMED")) == "processed"
    assert Lead.objects.get().status == "CONVERTED"


def test_somebody_known_only_by_their_number_is_waited_for(rory, recorded):
    body = sent.booking(booking__customerInfo={})
    assert status("booking-created", body) == "waiting"
    deliver("customer-registration", sent.registration())
    rules.approve(Approval.objects.get(), by=rory)
    hear(recorded)
    assert Booking.objects.get().customer.email == "hannah.w@example.co.uk"


def test_an_imei_that_cannot_be_right_is_left_to_the_counter():
    assert status("booking-created", sent.booking(booking__imei="490154203237519")) == "processed"
    device = Device.objects.get()
    assert device.imei == ""
    assert "490154203237519" in device.notes


@pytest.mark.parametrize(
    ("word", "ours"),
    [
        ("IN_PROGRESS", "IN_PROGRESS"),
        ("in-progress", "IN_PROGRESS"),
        ("awaiting-parts", "WAITING_PARTS"),
        ("Ready for pickup", "READY_FOR_PICKUP"),
        ("canceled", "CANCELLED"),
    ],
)
@pytest.mark.parametrize("endpoint", ["status-changed", "status-update"])
def test_other_vocabularies_are_mapped(endpoint, word, ours):
    status("booking-created", sent.booking())
    assert status(endpoint, sent.move(word)) == "processed"
    assert Booking.objects.get().status == ours


def test_a_word_nobody_mapped_is_refused_and_can_be_replayed(olga):
    status("booking-created", sent.booking())
    answer = deliver("status-changed", sent.move("teleported"))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "status")
    assert "platform_statuses" in answer.json()["detail"]
    assert Booking.objects.get().status == "CONFIRMED"
    assert Delivery.objects.get(endpoint="status-changed").outcome == "rejected"


def test_moves_are_taken_in_any_order_and_marked():
    status("booking-created", sent.booking())
    moves = [
        ("COMPLETED", "2026-11-24T09:00:00Z", "processed"),
        ("READY_FOR_PICKUP", "2026-11-23T09:00:00Z", "processed"),
        ("COMPLETED", "2026-11-24T09:00:00Z", "duplicate"),
    ]
    for word, at, outcome in moves:
        assert status("status-changed", sent.move(word, at)) == outcome, word
    booking = Booking.objects.get()
    assert booking.status == "COMPLETED"
    told = booking.history.order_by("at").values_list("to_status", "was_out_of_order")
    assert list(told) == [
        ("CONFIRMED", False),
        ("READY_FOR_PICKUP", True),
        ("COMPLETED", True),
    ]


def test_the_move_of_a_repair_nobody_told_us_of_takes_it_in():
    assert status("status-changed", sent.move("IN_PROGRESS")) == "processed"
    booking = Booking.objects.get()
    assert (booking.status, booking.customer.name) == ("IN_PROGRESS", "Hannah Whitmore")
    assert status("booking-created", sent.booking()) == "duplicate"


def test_a_bare_move_of_an_unknown_repair_waits_for_it(recorded):
    bare = {"bookingId": "clx1repair0001", "newStatus": "IN_PROGRESS", "changedAt": "2026-11-21"}
    assert status("status-changed", bare) == "waiting"
    assert "do not know this repair yet" in Delivery.objects.get().error
    status("booking-created", sent.booking())
    hear(recorded)
    assert Booking.objects.get().status == "IN_PROGRESS"
    assert not Delivery.objects.filter(outcome="waiting").exists()


def test_a_price_that_was_settled_over_there_stands_here():
    status("booking-created", sent.booking())
    status("status-changed", sent.move("IN_PROGRESS", booking__finalPrice=159.99))
    assert Booking.objects.get().final_price == Decimal("159.99")
    status(
        "status-changed",
        sent.move("COMPLETED", "2026-11-22T09:00:00Z", booking__finalPrice=1),
    )
    assert Booking.objects.get().final_price == Decimal("159.99")


def test_a_rating_is_kept_once(recorded):
    status("booking-created", sent.booking())
    assert status("completion-rated", sent.rated()) == "processed"
    assert status("completion-rated", sent.rated()) == "duplicate"
    booking = Booking.objects.get()
    assert (booking.customer_effort_score, booking.nps_score) == (Decimal("4.5"), 9)
    assert booking.satisfaction_notes == "5 of 5 stars. Charges again, thank you!"
    assert recorded().count("booking.rated") == 1


def test_a_rating_may_come_before_its_repair(recorded):
    assert status("completion-rated", sent.rated()) == "waiting"
    status("booking-created", sent.booking())
    hear(recorded)
    assert Booking.objects.get().nps_score == 9


def test_a_payment_told_by_the_hook_is_in_the_ledger_in_pounds():
    status("booking-created", sent.booking())
    assert status("payment-processed", sent.processed()) == "processed"
    assert status("payment-processed", sent.processed()) == "duplicate"
    assert status("payment-status", sent.payment()) in {"processed", "duplicate"}
    (paid,) = LedgerTransaction.objects.all()
    assert (paid.amount, paid.booking) == (Decimal("149.50"), Booking.objects.get())


def test_a_payment_may_come_before_its_repair_and_part_of_it_go_back(recorded):
    status("payment-processed", sent.processed(booking__customerId=""))
    assert not LedgerTransaction.objects.exists()
    status("booking-created", sent.booking())
    hear(recorded, "payments.adopt")
    back = sent.processed(payment__status="PARTIALLY_REFUNDED", payment__refundedAmount=5000)
    assert status("payment-processed", back) == "processed"
    moved = LedgerTransaction.objects.order_by("created_at", "pk").values_list("kind", "amount")
    assert list(moved) == [("PAYMENT", Decimal("149.50")), ("REFUND", Decimal("50.00"))]


def test_two_at_once_take_the_repair_in_once(branch, rory):
    """The rule itself, twice: as two deliveries would that the sender had lost patience with."""
    customers.make(customers.Profile(first_name="Hannah"), by=rory, branch=branch)
    for _each in range(2):
        deliver("booking-created", sent.booking())
        deliver("status-changed", sent.move("IN_PROGRESS"))
    assert (Booking.objects.count(), Booking.objects.get().history.count()) == (1, 2)


def test_another_branch_sees_nothing_of_it():
    status("booking-created", sent.booking())
    elsewhere = make.staff("Max Manager", "manager", make.branch("Aldgate"))
    for rows in (Booking.objects, Customer.objects, Delivery.objects):
        assert not rows.visible_to(elsewhere).exists()
