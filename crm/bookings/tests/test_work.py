"""Parts and faults."""

from decimal import Decimal

import pytest

from crm.bookings import rules
from crm.bookings.models import Fault, Part
from crm.bookings.rules import NewPart
from crm.bookings.tests.make import make_booking
from crm.lib.refusal import Refusal

SCREEN = NewPart("Screen 14 inch", sku="SCR-14", cost=Decimal("54.10"), price=Decimal(90))


def test_a_part_is_needed_ordered_here_and_fitted(booking, tess, recorded):
    part = rules.add_part(booking, SCREEN, by=tess)
    for step in ("ORDERED", "ARRIVED", "FITTED", "FITTED"):
        part = rules.move_part(part, step, by=tess)
    assert (part.status, part.cost) == ("FITTED", Decimal("54.10"))
    booking.refresh_from_db()
    assert booking.version == 5
    assert recorded() == ["booking.part_added"] + ["booking.part_moved"] * 3


def test_a_part_is_corrected_but_not_moved_by_editing(booking, tess, recorded):
    part = rules.add_part(booking, SCREEN, by=tess)
    part = rules.edit_part(part, {"quantity": 2, "price": Decimal(80)}, by=tess)
    assert (part.quantity, part.price) == (2, Decimal(80))
    with pytest.raises(Refusal) as refusal:
        rules.edit_part(part, {"status": "FITTED"}, by=tess)
    assert refusal.value.field == "status"
    rules.edit_part(part, {"quantity": 2}, by=tess)
    assert recorded() == ["booking.part_added", "booking.part_edited"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (NewPart(" "), "name"),
        (NewPart("Screen", quantity=0), "quantity"),
        (NewPart("Screen", cost=Decimal(-1)), "cost"),
        (NewPart("Screen", price=Decimal("-0.01")), "price"),
    ],
)
def test_a_part_that_cannot_be_is_refused(booking, tess, recorded, wrong, field):
    with pytest.raises(Refusal) as refusal:
        rules.add_part(booking, wrong, by=tess)
    assert (refusal.value.field, refusal.value.status) == (field, 422)
    assert Part.objects.count() == 0
    assert recorded() == []


def test_what_is_over_keeps_its_parts(branch, tess, recorded):
    booking = make_booking(branch=branch, by=tess, status="COMPLETED")
    recorded.begin()
    with pytest.raises(Refusal):
        rules.add_part(booking, SCREEN, by=tess)
    assert recorded() == []


def test_parts_count_against_the_margin(branch, tess):
    booking = make_booking(branch=branch, by=tess, status="IN_PROGRESS", base_price=Decimal(120))
    rules.add_part(booking, NewPart("Screen", cost=Decimal(25), quantity=2), by=tess)
    sent_back = rules.add_part(booking, NewPart("Wrong one", cost=Decimal(99)), by=tess)
    rules.move_part(sent_back, "RETURNED", by=tess)
    booking = rules.complete(booking, by=tess)
    assert booking.profit_margin == Decimal("50.00")  # 100 without VAT, less 50


def test_a_fault_seen_and_declined_is_remembered(booking, tess, recorded):
    fault = rules.find_fault(booking, "Battery at 71%", by=tess, price=Decimal(89))
    assert (fault.decision, fault.decided_at) == ("NOTED", None)
    fault = rules.decide_fault(fault, "DECLINED", by=tess)
    assert (fault.decision, fault.decided_at is not None) == ("DECLINED", True)
    rules.decide_fault(fault, "DECLINED", by=tess)
    assert recorded() == ["booking.fault_found", "booking.fault_decided"]


def test_a_fault_says_what_it_is(booking, tess, recorded):
    with pytest.raises(Refusal) as refusal:
        rules.find_fault(booking, "  ", by=tess)
    assert refusal.value.field == "what"
    assert (Fault.objects.count(), recorded()) == (0, [])
