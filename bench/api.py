"""CPU per request of the API, beside a bare server that sends PostgreSQL the same SQL.

Both run behind the same bridge in a process of their own, with an API key. The bare server
looks nothing up and checks nothing: it sends the statements that the product sent when it was
asked the same, inserts included, and joins the JSON that comes back. What it needs is what
PostgreSQL's driver needs; the rest of the ratio is the product.
"""

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests.environment import database, forget_the_shell

NAME = f"bench_api_{os.getpid()}"
PORT = 8973
LEADS = 2_000
WARM_UP, REQUESTS = 100, 600
TICK = os.sysconf("SC_CLK_TCK")
NEW = {
    "source_type": "PHONE",
    "contact_info": {"name": "Sadie Whitmore", "phone": "07700 900482"},
    "device_interest": {"brand": "Apple", "model": "MacBook Air", "issue": "Battery"},
}


class Ask(NamedTuple):
    method: str
    path: str
    body: str = ""


def product() -> Any:
    """The product, as `crm web` serves it."""
    import django

    django.setup()
    from crm.asgi.front import application

    return application


def bare() -> Any:
    """The least that can be done with the statements in STATEMENTS."""
    from crm.asgi.bridge import Bridge

    statements: dict[str, list[str]] = json.loads(os.environ["STATEMENTS"])
    connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)

    def answer(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if environ["REQUEST_METHOD"] == "POST":
            json.loads(environ["wsgi.input"].read())
        found: list[str] = []
        with connection.transaction(force_rollback=environ["REQUEST_METHOD"] == "POST"):
            for statement in statements[environ["HTTP_X_WHAT"]]:
                cursor = connection.execute(statement)
                if cursor.description:
                    found += [str(row[-1]) for row in cursor.fetchall()]
        body = ",".join(found).encode()
        start_response(
            "200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        )
        return [body]

    return Bridge(answer, ThreadPoolExecutor(4), longest_body=1_000_000, too_long=b"")


def main() -> None:
    forget_the_shell()
    with database(), _own_database():
        asked, secret = _shop()
        statements = {what: _statements(ask, secret) for what, ask in asked.items()}
        os.environ["STATEMENTS"] = json.dumps(statements)
        ours = _measured("product", asked, secret)
        least = _measured("bare", asked, secret)
    print(f"{'':12}{'statements':>12}{'bare':>10}{'product':>10}{'ratio':>8}")
    for what in asked:
        ratio = ours[what] / least[what]
        count = len(statements[what])
        print(f"{what:12}{count:12}{least[what]:8.2f}ms{ours[what]:8.2f}ms{ratio:7.1f}x")


def _measured(who: str, asked: dict[str, Ask], secret: str) -> dict[str, float]:
    """Milliseconds of CPU per request."""
    command = [sys.executable, "-m", "uvicorn", "--factory", f"bench.api:{who}", f"--port={PORT}"]
    quiet = ["--loop=uvloop", "--http=httptools", "--log-level=warning", "--no-access-log"]
    environment = os.environ | {"CRM_ALLOWED_HOSTS": "localhost", "CRM_LOG_LEVEL": "WARNING"}
    process = subprocess.Popen([*command, *quiet], env=environment)
    try:
        caller = _connected()
        return {
            what: _cpu(process.pid, caller, ask, _headers(what, secret))
            for what, ask in asked.items()
        }
    finally:
        process.terminate()
        process.wait()


def _headers(what: str, secret: str) -> dict[str, str]:
    key = {"Authorization": f"Bearer {secret}", "X-What": what}
    return key | {"Content-Type": "application/json"}


def _cpu(pid: int, caller: Any, ask: Ask, headers: dict[str, str]) -> float:
    for number in range(WARM_UP + REQUESTS):
        if number == WARM_UP:
            before = _spent(pid)
        caller.request(ask.method, ask.path, ask.body or None, headers)
        response = caller.getresponse()
        text = response.read()
        assert response.status < 300, text
    return (_spent(pid) - before) / REQUESTS * 1000


def _spent(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def _connected() -> http.client.HTTPConnection:
    deadline = time.monotonic() + 30
    while True:
        caller = http.client.HTTPConnection("localhost", PORT, timeout=30)
        try:
            caller.connect()
        except OSError:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.2)
        else:
            return caller


@contextmanager
def _own_database() -> Iterator[None]:
    server = os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
        os.environ["DATABASE_URL"] = urlsplit(server)._replace(path=f"/{NAME}").geturl()
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()
            os.environ["DATABASE_URL"] = server
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(NAME))
            connection.execute(drop)


def _shop() -> tuple[dict[str, Ask], str]:
    """A shop with many leads and a front desk's key; what is asked of it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "crm.settings"
    os.environ["CRM_LOG_LEVEL"] = "WARNING"
    os.environ["CRM_ALLOWED_HOSTS"] = "localhost,testserver"
    import django

    django.setup()
    from django.core.management import call_command

    from crm.accounts import rules
    from crm.accounts.tests import make
    from crm.leads.tests.make import make_many

    call_command("migrate", verbosity=0)
    branch = make.branch("Tottenham")
    owner = make.staff("Olga Owner", "owner", branch)
    leads = make_many(LEADS, branch=branch)
    _key, secret = rules.issue_key(name="bench", role="front_desk", by=owner, branches=[branch])
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("ANALYZE")
    path = "/api/crm/leads"
    asked = {
        "read one": Ask("GET", f"{path}/{leads[LEADS // 2].pk}"),
        "list 50": Ask("GET", f"{path}?limit=50"),
        "create": Ask("POST", path, json.dumps(NEW)),
    }
    return asked, secret


def _statements(ask: Ask, secret: str) -> list[str]:
    """What the product says to PostgreSQL when it is asked this; undone afterwards."""
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"Authorization": f"Bearer {secret}"})
    with transaction.atomic():
        client.generic(*ask, content_type="application/json")
        transaction.set_rollback(True)  # only to have paid what the first request pays
    with transaction.atomic(), CaptureQueriesContext(connection) as said:
        response = client.generic(*ask, content_type="application/json")
        assert response.status_code < 300, response.content
        transaction.set_rollback(True)
    return [query["sql"] for query in said]


if __name__ == "__main__":
    main()
