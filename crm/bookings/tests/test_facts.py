"""What conditions learn of a customer's repairs."""

from datetime import timedelta
from decimal import Decimal

from crm import criteria
from crm.activity.models import Event
from crm.bookings import rules
from crm.bookings.rules import Rating
from crm.bookings.tests.make import make_booking, make_device
from crm.catalogue.tests import make as catalogue
from crm.lib import clock
from crm.lifecycle import rules as lifecycle
from crm.lifecycle.models import Lifecycle

COUNTS = (
    "number_of_bookings",
    "completed_bookings",
    "open_bookings",
    "requested_bookings",
    "warranty_returns",
)


def known(customer, *names):
    facts = criteria.values("customer", list(names), [customer.pk])[customer.pk]
    return tuple(facts[name] for name in names)


def stage(customer):
    for event in Event.objects.filter(verb="customer.created", about_id=customer.pk):
        lifecycle.welcome(event)
    with clock.at(clock.now() + timedelta(seconds=1)):
        lifecycle.reconsider([customer.pk], by=customer.access.first().branch.staff.first())
    return Lifecycle.objects.get(customer=customer).current_stage


def test_nobody_yet(customer):
    assert known(customer, *COUNTS) == (0, 0, 0, 0, 0)
    assert known(customer, "last_completed", "completed_value", "last_nps_score") == (None, 0, None)


def test_a_return_is_no_new_sale(customer, branch, rory):
    first = make_booking(branch=branch, by=rory, customer=customer, status="COMPLETED")
    rules.warranty_return(first, problem="Dark again", by=rory)
    make_booking(branch=branch, by=rory, customer=customer, status="PENDING")
    assert known(customer, *COUNTS) == (2, 1, 1, 1, 1)
    assert known(customer, "completed_value") == (Decimal(129),)
    [until] = known(customer, "warranty_until")
    assert until == first.warranty_until


def test_the_brands_of_what_was_repaired(customer, branch, rory):
    device = make_device(customer, model=catalogue.model("iPhone 13", make="Apple"))
    make_booking(branch=branch, by=rory, customer=customer, device=device)
    assert known(customer, "device_brand") == (["Apple"],)


def test_the_last_word_counts(customer, branch, rory):
    for score in (3, 9):
        done = make_booking(branch=branch, by=rory, customer=customer, status="COMPLETED")
        rules.rate(done, Rating(nps_score=score), by=rory)
    assert known(customer, "last_nps_score") == (9,)


def test_a_repair_walks_its_customer_through_the_stages(customer, branch, rory, tess):
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
