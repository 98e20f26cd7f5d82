"""A website that holds the key, and a shop that is open."""

import pytest

from crm.integrations.config import integrations
from crm.integrations.tests import sent
from crm.integrations.tests.listening import webhook
from crm.integrations.tests.receiver import receiving


@pytest.fixture(autouse=True)
def _key(settings):
    settings.WEBHOOK_API_KEYS = ["older-key", sent.KEY]


@pytest.fixture(autouse=True)
def _shop(branch):
    """Croydon would be first by name; the website belongs to the only branch that is open."""


@pytest.fixture
def configured(monkeypatch):
    """`configured(timeout_seconds=1)`: how webhooks go out, allowed to go to this machine."""

    def configure(**changes):
        known = integrations()
        outgoing = known.outgoing.model_copy(update={"allow_private_networks": True} | changes)
        value = known.model_copy(update={"outgoing": outgoing})
        monkeypatch.setattr(
            integrations, "_current", (value, integrations.version, integrations.content)
        )

    configure()
    return configure


@pytest.fixture
def server(configured):
    """Somebody else's server, which says 200 unless told otherwise."""
    with receiving() as listening:
        yield listening


@pytest.fixture
def endpoint(server, olga):
    """Olga's, at every branch, for what happens to leads."""
    return webhook(server.url, by=olga)
