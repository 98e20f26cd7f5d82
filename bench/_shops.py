"""Two shops in one PostgreSQL, one of 10,000 customers and one of a million, asked by turns.

They are made by `crm demo-data` in a folder of /tmp that is removed in the end, or on the
server of `DATABASE_URL`, where they stay for measuring again. Each shop is asked by a process of
its own, so that both can be asked the same in turns: what else the machine does hits both
alike. CPU is that process's and its database backend's together; unlike times it holds on a busy
machine.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import psycopg

from crm.embedded_postgres import started
from tests.environment import forget_the_shell

ROOT = Path(__file__).resolve().parents[1]
SIZES = {"small": 10_000, "large": int(os.environ.get("BENCH_CUSTOMERS", "1_000_000"))}
INTERACTIONS = 10
TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def shops(*names: str) -> Iterator[dict[str, dict[str, str]]]:
    """The environment of each shop's processes, by its name."""
    forget_the_shell()
    with _server() as server:
        yield {name: _made(server, name) for name in names or SIZES}


@contextmanager
def _server() -> Iterator[str]:
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    with (
        TemporaryDirectory(prefix="reviva-bench-") as folder,
        started(Path(folder), durable=False) as url,
    ):
        yield url


def _made(server: str, name: str) -> dict[str, str]:
    """The shop's environment; it is filled unless it was before."""
    database = f"bench_{name}"
    url = urlsplit(server)._replace(path=f"/{database}").geturl()
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "crm.settings",
        "CRM_LOG_LEVEL": "ERROR",
        "CRM_ALLOWED_HOSTS": "localhost,testserver",
        "PYTHONPATH": str(ROOT),
    }
    with closing(psycopg.connect(server, autocommit=True)) as connection:
        known = connection.execute(
            "SELECT FROM pg_database WHERE datname = %s", [database]
        ).fetchone()
        if known is None:
            connection.execute(f"CREATE DATABASE {database}")
    crm = [sys.executable, "-m", "crm.cli"]
    if known is None:
        begun = time.monotonic()
        wanted = ["--customers", str(SIZES[name]), "--interactions", str(INTERACTIONS)]
        subprocess.run(
            [*crm, "demo-data", *wanted], env=environment, check=True, stdout=subprocess.DEVNULL
        )
        print(f"{SIZES[name]:,} customers in {time.monotonic() - begun:.0f} s", flush=True)
    else:
        subprocess.run([*crm, "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL)
    return environment


class Asker:
    """The process that asks one shop: a line in, a line out."""

    def __init__(self, script: str, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, script, "answer"],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def ask(self, *question: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


def answer(answers: dict[str, Callable[..., Any]]) -> None:
    """Serve `Asker` until it closes."""
    for line in sys.stdin:
        name, *told = json.loads(line)
        print(json.dumps(answers[name](*told)), flush=True)


def measured(step: Callable[[], object]) -> tuple[float, float, int]:
    """(seconds on the wall, seconds of CPU, statements) of a step that uses the database."""
    from django.db import connection

    statements = 0

    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(sql, params, many, context)

    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    with connection.execute_wrapper(count):
        before, begun = time.process_time() + spent(backend), time.perf_counter()
        step()
        wall = time.perf_counter() - begun
        return wall, time.process_time() + spent(backend) - before, statements


def spent(process: int) -> float:
    """Seconds of CPU a process has used, to the nanosecond where the kernel tells."""
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK
