"""The hooks' payloads as intents: spellings, types, pounds and pence. No table is touched."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from crm.integrations.config import integrations
from crm.integrations.revivatech import (
    booking,
    completion_rated,
    payment_processed,
    payment_status,
    status_changed,
)
from crm.integrations.tests import sent
from crm.lib.refusal import Refusal


def test_a_booking_is_read_whole():
    news = booking.read(sent.booking())
    assert (news.external_id, news.status, news.repair_type) == (
        "clx1repair0001",
        "CONFIRMED",
        "CHARGING_PORT",
    )
    assert (news.device, news.year, news.urgency) == ("Apple MacBook Air M1", 2020, "URGENT")
    assert (news.base_price, news.final_price) == (Decimal("149.50"), None)
    assert (news.person.name, news.person.external_user) == ("Hannah Whitmore", "clx1user0001")
    assert news.taken_at == datetime(2026, 11, 20, 9, 31, tzinfo=UTC)
    assert news.photos == ["https://cdn.example.com/a.jpg"]


def test_other_spellings_say_the_same():
    news = booking.read(
        {
            "booking": {
                "booking_id": 4711,
                "device_type": "Apple MacBook Air M1 2020",
                "repair_type": "charging",
                "issue": "No power",
                "urgency": "express",
                "estimated_cost": "£149.50",
                "created_at": "2026-11-20T09:31:00Z",
                "colour": "grey",
            },
            "customer": {"name": "Hannah Whitmore", "phone": "07700 900482"},
        }
    )
    assert (news.external_id, news.device, news.year) == ("4711", "Apple MacBook Air M1", 2020)
    assert (news.repair_type, news.urgency) == ("CHARGING_PORT", "HIGH")
    assert news.base_price == Decimal("149.50")
    assert news.details["more"] == {"booking.colour": "grey"}


@pytest.mark.parametrize(
    ("word", "ours"),
    [
        ("SCREEN_REPAIR", "SCREEN_REPAIR"),
        ("screen-repair", "SCREEN_REPAIR"),
        ("Screen Replacement", "SCREEN_REPAIR"),
        ("liquid damage", "WATER_DAMAGE"),
        ("exorcism", "CUSTOM_REPAIR"),
        ("", "CUSTOM_REPAIR"),
    ],
)
def test_repair_types_are_mapped_and_unknown_ones_are_another_repair(word, ours):
    assert booking.read(sent.booking(booking__repairType=word)).repair_type == ours


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        (sent.booking(booking__id=""), "booking.id"),
        (sent.booking(booking__id="x" * 256), "booking.id"),
        (sent.booking(booking__customerInfo={}, booking__customerId=""), "customer.email"),
        ([], None),
    ],
)
def test_a_booking_without_a_number_or_anybody_is_refused(payload, field):
    with pytest.raises(Refusal) as refused:
        booking.read(payload)
    assert (refused.value.status, refused.value.field) == (422, field)


def test_a_move_is_read_with_the_whole_booking():
    news = status_changed.read(sent.move("ready-for-pickup", notes="Fixed"))
    assert (news.status, news.notes) == ("ready-for-pickup", "Fixed")
    assert news.happened_at == datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert news.booking.person.name == "Hannah Whitmore"
    with pytest.raises(Refusal, match="newStatus is missing"):
        status_changed.read({"booking": {"id": "1"}})


@pytest.mark.parametrize(
    ("amount", "pounds"),
    [(14950, "149.50"), ("14950", "149.50"), (14950.0, "149.50"), (1, "0.01"), (None, None)],
)
def test_what_was_processed_is_counted_in_pence(amount, pounds):
    news = payment_processed.read(sent.processed(payment__amount=amount))
    assert news.amount == (Decimal(pounds) if pounds else None)
    assert (news.currency, news.external_id, news.booking_id) == (
        "GBP",
        "pay-1",
        "clx1repair0001",
    )


@pytest.mark.parametrize("amount", [149.5, "149.50", "£149.50"])
def test_pounds_where_pence_belong_are_refused_instead_of_a_hundredth(amount):
    with pytest.raises(Refusal, match="no whole number of pence") as refused:
        payment_processed.read(sent.processed(payment__amount=amount))
    assert (refused.value.field, refused.value.status) == ("payment.amount", 422)


def test_the_same_payment_told_by_either_hook_is_the_same_money():
    processed = payment_processed.read(sent.processed())
    status = payment_status.read(sent.payment())
    assert processed.amount == status.amount == Decimal("149.50")
    assert processed.subject == status.subject


def test_a_platform_that_counts_in_pounds_says_so(monkeypatch):
    config = integrations()
    theirs = config.revivatech.model_copy(update={"payment_processed_in": "pounds"})
    value = config.model_copy(update={"revivatech": theirs})
    monkeypatch.setattr(integrations, "_current", (value, "", {}))
    assert payment_processed.read(sent.processed(payment__amount=149.5)).amount == Decimal("149.50")


def test_a_rating_is_read_on_its_scales():
    news = completion_rated.read(sent.rated())
    assert (news.stars, news.effort, news.nps) == (Decimal(5), Decimal("4.5"), 9)
    assert completion_rated.read({"bookingId": "1", "rating": 4}).stars == Decimal(4)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rating__rating": 9}, "rating.rating"),
        ({"rating__npsScore": 100}, "rating.npsScore"),
        ({"rating__customerEffortScore": 0.5}, "rating.customerEffortScore"),
        ({"rating": {}}, "rating.rating"),
        ({"booking__id": ""}, "rating.bookingId"),
    ],
)
def test_a_score_on_another_scale_is_refused(changes, field):
    with pytest.raises(Refusal) as refused:
        completion_rated.read(sent.rated(**changes))
    assert (refused.value.field, refused.value.status) == (field, 422)
