"""A website that holds the key, and a shop that is open."""

import pytest

from crm.integrations.tests import sent


@pytest.fixture(autouse=True)
def _key(settings):
    settings.WEBHOOK_API_KEYS = ["older-key", sent.KEY]


@pytest.fixture(autouse=True)
def _shop(branch):
    """Croydon would be first by name; the website belongs to the only branch that is open."""
