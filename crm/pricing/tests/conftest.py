import pytest

from crm.accounts.models import Staff
from crm.activity import configuration
from crm.lib.business import business
from crm.pricing.config import pricing_config


@pytest.fixture(autouse=True)
def _accepted(request):
    """As in a running shop, the worker has accepted the files that prices come from."""
    if "db" in request.fixturenames:
        request.getfixturevalue("db")
        for file in (pricing_config, business):
            configuration.remember(file.name, file.version, file.content, by=Staff.objects.system())
