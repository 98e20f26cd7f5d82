import pytest

from crm.leads import rules as leads
from crm.leads.tests.make import make_lead


@pytest.fixture
def customer(branch, rory):
    """Somebody who has just become a customer."""
    lead = make_lead(branch=branch, phone="07700 900482")
    return leads.convert(lead, by=rory).customer
