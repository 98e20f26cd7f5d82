import pytest

from crm.accounts.models import Staff
from crm.activity import configuration


@pytest.fixture(autouse=True)
def _accepted(request):
    """As in a running shop, the worker has accepted the configuration."""
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
        configuration.accept_all(by=Staff.objects.system())
