"""Endpoints, and the worker's steps that bring events to them."""

from crm.accounts.models import Branch, Staff
from crm.activity import listeners, pump, readers
from crm.integrations import rules
from crm.integrations.models import Endpoint

NAME = "integrations.dispatch"


def webhook(
    url: str, *, by: Staff, events=("lead.*",), role: str = "owner", branch: Branch | None = None
) -> Endpoint:
    """Registered, with the log's reader at the end of what has happened so far."""
    wanted = rules.Wanted(url, events, role, branch, "Our website")
    endpoint, _secret = rules.register(wanted, by=by)
    read_on()
    return endpoint


def read_on() -> None:
    """The pump and the log's reader, until nothing is left."""
    listener = listeners.named(NAME)
    assert listener is not None
    readers.start(listener)
    pump.pump()
    while readers.read(listener):
        pass


def send_all(endpoint: Endpoint) -> int:
    """What is due, as the courier would send it; how many attempts."""
    attempts = 0
    while rules.send_next(endpoint.pk):
        attempts += 1
    return attempts
