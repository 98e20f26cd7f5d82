import pytest

from crm.bookings.tests.make import make_booking, make_device
from crm.customers.tests import make as people


@pytest.fixture
def customer(branch):
    return people.customer(branch, "Priya Nair", phone="07700 900482", email="priya@example.com")


@pytest.fixture
def device(customer):
    return make_device(customer)


@pytest.fixture
def booking(branch, rory, customer, device):
    """A screen for £129, booked in by the front desk, promised to nobody yet."""
    return make_booking(branch=branch, by=rory, customer=customer, device=device)


@pytest.fixture
def page(as_staff):
    def see(staff, path, **query):
        return as_staff(staff).get(path, query).content.decode()

    return see
