"""The whole product, started the way a shop starts it, for tests that knock from outside."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from psycopg import sql

from crm.embedded_postgres import tether

PATIENCE = 90.0


@dataclass(frozen=True)
class Product:
    """A running Reviva CRM, and how to reach it."""

    url: str
    data: Path
    environment: dict[str, str]
    greeting: str

    def crm(self, *arguments: str) -> str:
        """What a `crm` command says about this product."""
        command = [sys.executable, "-m", "crm.cli", *arguments, "--data", str(self.data)]
        return subprocess.run(
            command, env=self.environment, stdout=subprocess.PIPE, text=True, check=True
        ).stdout.strip()

    @property
    def web_process(self) -> int:
        """The process that serves it, as its command line says."""
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):  # it may have ended just now
                words = (folder / "cmdline").read_bytes().decode().split("\0")
                if "crm.cli" in words and "web" in words and str(self.data) in words:
                    return int(folder.name)
        raise AssertionError("There is no web process.")

    @property
    def first_owner_link(self) -> str:
        return re.search(r"^http\S+$", self.greeting, re.MULTILINE)[0]


@contextmanager
def running(*arguments: str, config: Path | None = None) -> Iterator[Product]:
    """`crm up` on a port and data of its own, stopped as Ctrl-C stops it.

    It gets a database of its own on the server of `DATABASE_URL`, else an embedded one;
    `config` is the shop's own folder of configuration.
    """
    with tempfile.TemporaryDirectory(prefix="reviva-product-") as folder, _database() as own:
        environment = _inherited() | own
        if config is not None:
            environment["CRM_CONFIG_DIR"] = str(config)
        data, port = Path(folder) / "data", free_port()
        output = Path(folder) / "output.txt"
        # Tied to us, so that a test run that is killed leaves nothing behind either.
        tied = [sys.executable, "-I", tether.__file__, "same", str(os.getpid())]
        command = [*tied, sys.executable, "-m", "crm.cli", "up"]
        command += ["--port", str(port), "--data", str(data)]
        with output.open("w") as file:
            process = subprocess.Popen(
                [*command, *arguments], env=environment, stdout=file, stderr=subprocess.STDOUT
            )
        try:
            _wait_for(process, output)
            yield Product(f"http://localhost:{port}", data, environment, output.read_text())
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("CRM_")}


@contextmanager
def _database() -> Iterator[dict[str, str]]:
    server = os.environ.get("DATABASE_URL")
    if not server:
        yield {}
        return
    name = f"product_{uuid4().hex[:12]}"
    with psycopg.connect(server, dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield {"DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl()}
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            connection.execute(drop)


def _wait_for(process: subprocess.Popen[bytes], output: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while "Ctrl-C stops it" not in output.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise AssertionError(f"The product did not start:\n{output.read_text()}")
        time.sleep(0.1)
