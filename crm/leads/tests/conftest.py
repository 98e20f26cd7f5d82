import pytest

from crm.leads.tests.make import make_lead


@pytest.fixture
def lead(branch, rory):
    return make_lead(branch=branch, phone="07700 900482")
