"""Whose bench: given, taken, and never taken by two."""

import threading

import pytest
from django.db import connection

from crm.accounts.tests import make as accounts
from crm.bookings import rules
from crm.bookings.models import Booking
from crm.bookings.tests.make import make_booking
from crm.customers.models import Access
from crm.lib.refusal import Refusal


def test_a_job_is_taken_and_its_customer_becomes_visible(booking, tess, recorded):
    booking = rules.claim(booking, by=tess)
    assert booking.assigned_technician == tess
    assert Access.objects.filter(customer=booking.customer, staff=tess).exists()
    assert recorded() == ["customer.access_granted", "booking.assigned"]


def test_taking_it_twice_is_once(booking, tess, recorded):
    rules.claim(booking, by=tess)
    assert rules.claim(booking, by=tess).version == 2
    assert recorded().count("booking.assigned") == 1


def test_the_second_is_told_who_was_first(booking, tess, rory, recorded):
    rules.claim(booking, by=tess)
    recorded.begin()
    with pytest.raises(Refusal) as refusal:
        rules.claim(booking, by=rory)
    assert refusal.value.message == "Tess Technician has taken this job already."
    assert Booking.objects.get().assigned_technician == tess
    assert recorded() == []


def test_somebody_of_another_branch_cannot_take_it(booking, rex, recorded):
    with pytest.raises(Refusal):
        rules.claim(booking, by=rex)
    assert recorded() == []


def test_it_is_given_and_taken_back(booking, tess, rory, recorded):
    rules.assign(booking, tess, by=rory)
    booking = rules.assign(booking, None, by=rory)
    assert booking.assigned_technician is None
    assert recorded() == ["customer.access_granted", "booking.assigned", "booking.assigned"]


def test_what_is_over_is_given_to_nobody(booking, tess, rory, recorded):
    rules.cancel(booking, reason="Bought a new one", by=rory)
    recorded.begin()
    with pytest.raises(Refusal):
        rules.assign(booking, tess, by=rory)
    assert recorded() == []


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_at_once_exactly_one_wins():
    branch = accounts.branch("Tottenham")
    people = [accounts.staff(name, "technician", branch) for name in ("Tess", "Tom")]
    booking = make_booking(branch=branch)
    start, outcomes = threading.Barrier(2), []

    def claims(who):
        start.wait()
        try:
            rules.claim(booking, by=who)
            outcomes.append(who.name)
        except Refusal as refusal:
            outcomes.append(refusal.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=claims, args=[who]) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = Booking.objects.get().assigned_technician
    assert sorted(outcomes) == sorted([winner.name, f"{winner} has taken this job already."])
    assert booking.pk == Booking.objects.get(version=2).pk
