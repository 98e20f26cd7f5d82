"""What conditions learn of a customer's repairs."""

from decimal import Decimal

from crm import criteria
from crm.bookings import rules
from crm.bookings.rules import Rating
from crm.bookings.tests.make import make_booking, make_device
from crm.catalogue.tests import make as catalogue

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
