"""`crm up` from outside: it starts, says how to come in, restarts and leaves nothing behind."""

import json
import os
import signal
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.product import running

pytestmark = pytest.mark.journey


@pytest.fixture
def own_database(monkeypatch):
    """Let the product bring its own PostgreSQL."""
    monkeypatch.delenv("DATABASE_URL")


def processes_of(product):
    """Every process that names the product's data folder: (pid, words)."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if any(str(product.data) in word for word in words) and int(entry.name) != os.getpid():
            found[int(entry.name)] = words
    return found


def the(product, word):
    return next(pid for pid, words in processes_of(product).items() if word in words)


def wait_until(question, patience=60):
    deadline = time.monotonic() + patience
    while not question():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def status(url, **headers):
    try:
        with urlopen(Request(url, headers=headers), timeout=10) as answer:
            return answer.status
    except HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return None


def test_it_serves_restarts_what_crashes_and_stops_without_a_trace(own_database):
    with running() as product:
        assert status(product.first_owner_link) == 200
        with urlopen(f"{product.url}/api/crm/openapi.json") as answer:
            assert json.load(answer)["openapi"].startswith("3.1")

        key = product.crm("token", "--role", "owner")
        leads = f"{product.url}/api/crm/leads"
        assert status(leads, Authorization=f"Bearer {key}") == 200
        assert status(leads) == 401

        os.kill(the(product, "web"), signal.SIGKILL)
        wait_until(lambda: status(leads, Authorization=f"Bearer {key}") == 200)

        groups = [os.getpgid(pid) for pid in processes_of(product)]
        assert len(groups) == len(set(groups)) == 4  # supervisor, database, web and worker
    assert processes_of(product) == {}


def test_nothing_outlives_a_supervisor_that_is_killed(own_database):
    with running() as product:
        os.kill(the(product, "up"), signal.SIGKILL)
        wait_until(lambda: processes_of(product) == {})


def test_a_port_in_use_is_named(own_database, tmp_path, capfd):
    from crm.cli import main

    with running() as product:
        port = product.url.rpartition(":")[2]
        with pytest.raises(SystemExit, match=f"Port {port} is in use"):
            main(["up", "--port", port, "--data", str(tmp_path)])
