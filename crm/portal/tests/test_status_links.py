"""The customer's link: it shows how far the repair is, and nothing that is the shop's own."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from crm.bookings import rules as bookings
from crm.bookings.tests.make import aged, make_booking
from crm.lib import clock
from crm.lib.refusal import Refusal
from crm.portal import rules
from crm.portal.models import StatusLink


@pytest.fixture
def booking(branch, rory):
    return make_booking(
        branch=branch,
        by=rory,
        name="Priya Nair",
        internal_notes="Smells of smoke",
        promised_at=clock.now() + timedelta(days=2),
    )


@pytest.fixture
def path(booking, rory):
    _link, address = rules.issue_link(booking, by=rory)
    return address.removeprefix("http://localhost:8000")


def seen(path: str):
    return Client().get(path)


def test_a_customer_sees_where_the_repair_stands_without_signing_in(booking, path):
    page = seen(path)
    assert page.status_code == 200
    text = page.content.decode()
    assert booking.reference in text
    assert "Your repair is booked in." in text
    assert "£129.00 with VAT" in text
    assert "Promised for" in text


def test_the_shops_own_words_and_the_customers_name_stay_inside(path):
    text = seen(path).content.decode()
    assert "smoke" not in text
    assert "Priya" not in text


def test_the_page_follows_the_repair(booking, path, tess):
    bookings.change_status(booking, "IN_PROGRESS", by=tess)
    text = seen(path).content.decode()
    assert "A technician is working on your device." in text
    assert '<li aria-current="step"><span>Being repaired</span>' in text


def test_a_question_to_the_customer_comes_with_a_way_to_answer(booking, path):
    aged(booking, status="WAITING_APPROVAL")
    booking.branch.phone = "+442088011234"
    booking.branch.save()
    assert 'href="tel:+442088011234"' in seen(path).content.decode()


def test_a_broken_promise_is_said_and_not_hidden(booking, path):
    aged(booking, promised_at=clock.now() - timedelta(hours=1))
    assert "We are later than we promised" in seen(path).content.decode()


def test_the_final_price_is_the_one_that_counts(booking, path):
    aged(booking, final_price=Decimal(99))
    text = seen(path).content.decode()
    assert "£99.00 with VAT" in text
    assert "£129" not in text


def test_a_cancelled_repair_has_no_steps(booking, path):
    aged(booking, status="CANCELLED")
    text = seen(path).content.decode()
    assert "This repair was cancelled." in text
    assert "repair-steps" not in text


def test_nobody_keeps_or_finds_the_page_by_its_address(path):
    page = seen(path)
    assert page["Cache-Control"] == "no-store, private"
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_the_database_does_not_hold_the_address(path):
    assert StatusLink.objects.get().token_hash not in path
    assert len(path) > len("/repair/") + 40


def test_a_withdrawn_link_opens_nothing(booking, path, rory, recorded):
    assert rules.revoke_links(booking, by=rory) == 1
    assert rules.revoke_links(booking, by=rory) == 0
    page = seen(path)
    assert (page.status_code, booking.reference in page.content.decode()) == (404, False)
    assert recorded() == ["status_link.revoked"]


def test_a_guessed_link_is_a_withdrawn_one(path, booking, rory):
    guessed = seen("/repair/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    rules.revoke_links(booking, by=rory)
    assert (guessed.status_code, guessed.content) == (404, seen(path).content)


def test_guessing_is_counted(path, monkeypatch):
    answers = [seen("/repair/none").status_code for _time in range(121)]
    assert (answers[119], answers[120]) == (404, 429)


def test_a_deleted_repair_is_not_shown(booking, path):
    aged(booking, deleted_at=clock.now())
    assert seen(path).status_code == 404


def test_links_are_not_made_without_end(booking, rory):
    for _time in range(20):
        rules.issue_link(booking, by=rory)
    with pytest.raises(Refusal):
        rules.issue_link(booking, by=rory)


def test_the_desk_makes_a_link_in_a_dialog(as_staff, rory, booking, recorded):
    page = as_staff(rory).post(f"/bookings/{booking.pk}/customer-links")
    assert page.status_code == 200
    assert recorded() == ["status_link.issued"]
    assert "http://localhost:8000/repair/" in page.content.decode()
    again = as_staff(rory).get(f"/bookings/{booking.pk}/customer-links").content.decode()
    assert "/repair/" not in again
    assert "made by Rory Reception" in again


def test_the_api_makes_lists_and_withdraws(api, rory, booking):
    made = api(rory).post(f"/bookings/{booking.pk}/status-links")
    assert made.status_code == 201
    path = made.json()["url"].removeprefix("http://localhost:8000")
    assert seen(path).status_code == 200
    listed = api(rory).get(f"/bookings/{booking.pk}/status-links").json()["items"]
    assert [link["id"] for link in listed] == [made.json()["id"]]
    assert api(rory).delete(f"/bookings/{booking.pk}/status-links").status_code == 204
    assert seen(path).status_code == 404


@pytest.mark.parametrize("way", ["get", "post", "delete"])
def test_another_branch_a_reader_and_a_stranger_get_no_link(api, rex, mia, booking, way, recorded):
    at = f"/bookings/{booking.pk}/status-links"
    answers = [getattr(api(who), way)(at).status_code for who in (rex, mia, None)]
    assert answers == [404, 403, 401]
    assert recorded() == []
    assert not StatusLink.objects.exists()
