"""Repairs move their customer from stage to stage."""

from datetime import timedelta

from crm.accounts.models import Staff
from crm.activity.models import Event
from crm.bookings import rules
from crm.bookings.rules import Rating
from crm.bookings.tests.make import make_booking
from crm.customers.tests import make as people
from crm.lib import clock
from crm.lifecycle import rules as lifecycle
from crm.lifecycle.models import Lifecycle


def stage(customer):
    for event in Event.objects.filter(verb="customer.created", about_id=customer.pk):
        lifecycle.welcome(event)
    with clock.at(clock.now() + timedelta(seconds=1)):
        lifecycle.reconsider([customer.pk], by=Staff.objects.system())
    return Lifecycle.objects.get(customer=customer).current_stage


def test_a_repair_walks_its_customer_through_the_stages(branch, rory, tess):
    customer = people.customer(branch, "Priya Nair")
    asked = make_booking(branch=branch, by=rory, customer=customer, status="PENDING")
    assert stage(customer) == "PROSPECT"
    rules.change_status(asked, "CONFIRMED", by=rory)
    assert stage(customer) == "CUSTOMER"
    rules.change_status(asked, "IN_PROGRESS", by=tess)
    assert stage(customer) == "CUSTOMER"
    rules.complete(asked, by=tess)
    assert stage(customer) == "RETENTION"
    again = make_booking(branch=branch, by=rory, customer=customer, status="COMPLETED")
    rules.rate(again, Rating(nps_score=10), by=rory)
    assert stage(customer) == "ADVOCACY"
    make_booking(branch=branch, by=rory, customer=customer)
    assert stage(customer) == "CUSTOMER"
