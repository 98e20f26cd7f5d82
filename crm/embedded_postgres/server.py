"""The running server: found when it runs already, else started, and stopped by its starter."""

import fcntl
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from crm.embedded_postgres import binaries, cluster, door, identity
from crm.embedded_postgres.failure import EmbeddedPostgresError

PATIENCE = 60.0  # recovery after a crash can take a while
TURN = 10.0  # how long another command may finish before we call the folder taken
SETTINGS = ("listen_addresses=", "unix_socket_permissions=0700", "max_connections=200")
FAST_AND_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@contextmanager
def started(data: Path, *, durable: bool = True) -> Iterator[str]:
    """The URL of the database kept in `data`, served by this process until the block ends.

    The server dies with this process, however that ends.
    """
    data = _made(data)
    with (data / "postgres.lock").open("a") as lock:
        deadline = time.monotonic() + TURN
        while not _taken(lock.fileno()):
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(
                    f"Another Reviva CRM is already running on {data}. Stop it first, or give "
                    "this one a folder of its own with --data."
                )
            time.sleep(0.1)
        server = _start(data, durable=durable)
        try:
            yield door.url(data)
        finally:
            _stop(server)
            door.tear_down(data)


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """The URL of the database kept in `data`: another process's server if one runs."""
    data = _made(data)
    with (data / "postgres.lock").open("a") as lock:
        free = _taken(lock.fileno())
    if free:
        with started(data) as url:
            yield url
    else:
        _wait_until_ready(data)
        yield door.url(data)


def _made(data: Path) -> Path:
    data = data.absolute()
    # Another uid may have to pass through to the folders within, which are closed.
    data.mkdir(mode=0o711, parents=True, exist_ok=True)
    return data


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _start(data: Path, *, durable: bool) -> subprocess.Popen[bytes]:
    if threading.current_thread() is not threading.main_thread():
        # The kernel ends the server with the thread that started it, not with the process.
        raise EmbeddedPostgresError("The embedded PostgreSQL is started from the main thread.")
    programs = binaries.find()
    folder = data / "postgres"
    who = identity.choose(folder, programs.folder)
    _wait_until_gone(folder)
    cluster.prepare(folder, programs, who, durable=durable)
    settings = [*SETTINGS, f"unix_socket_directories={door.build(data, who)}"]
    settings += [] if durable else FAST_AND_FORGETFUL
    arguments = [word for setting in settings for word in ("-c", setting)]
    server = _spawn(who.command(programs.folder / "postgres", "-D", folder, *arguments), data)
    try:
        _wait_until_ready(data, server)
        _ensure_database(data)
    except BaseException:
        _stop(server)
        raise
    return server


def _spawn(command: list[str], data: Path) -> subprocess.Popen[bytes]:
    with (data / "postgres.log").open("ab") as log:
        # Its own process group: Ctrl-C in the terminal must reach the web process first.
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", process_group=0
        )


def _wait_until_gone(folder: Path) -> None:
    """Let a server whose starter was killed finish going down."""
    deadline = time.monotonic() + PATIENCE
    cluster.ask_to_stop(folder)
    while cluster.is_worked_in(folder):
        if time.monotonic() > deadline:
            raise EmbeddedPostgresError(
                f"Another PostgreSQL still works in {folder}: its postmaster.pid says which."
            )
        time.sleep(0.05)


def _wait_until_ready(data: Path, server: subprocess.Popen[bytes] | None = None) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(door.url(data, "postgres")).close()
        except (psycopg.OperationalError, FileNotFoundError) as error:
            if server and server.poll() is not None:
                raise EmbeddedPostgresError(f"PostgreSQL did not start:\n{_said(data)}") from error
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(f"PostgreSQL does not answer: {error}") from error
            time.sleep(0.02)
        else:
            return


def _said(data: Path) -> str:
    return "\n".join((data / "postgres.log").read_text(errors="replace").splitlines()[-15:])


def _ensure_database(data: Path) -> None:
    with psycopg.connect(door.url(data, "postgres"), autocommit=True) as connection:
        known = connection.execute(
            "SELECT FROM pg_database WHERE datname = %s", [cluster.DATABASE]
        ).fetchone()
        if known is None:
            name = sql.Identifier(cluster.DATABASE)
            connection.execute(sql.SQL("CREATE DATABASE {}").format(name))


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Fast shutdown: sessions are ended, everything committed is kept."""
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()
