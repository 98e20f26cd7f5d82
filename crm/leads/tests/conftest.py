import pytest

from crm.leads.tests import make


@pytest.fixture
def lead(branch, rory):
    return make.lead(branch)
