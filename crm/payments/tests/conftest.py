from decimal import Decimal

import pytest

from crm.accounts.tests import make as accounts
from crm.bookings.tests.make import make_booking
from crm.customers.tests import make as people


@pytest.fixture
def max_(branch):
    """The manager, who may give money back."""
    return accounts.staff("Max Manager", "manager", branch)


@pytest.fixture
def customer(branch):
    return people.customer(branch, "Priya Nair", phone="07700 900482", email="priya@example.com")


@pytest.fixture
def booking(branch, rory, customer):
    """A screen for £120, booked in."""
    return make_booking(branch=branch, by=rory, customer=customer, base_price=Decimal(120))
