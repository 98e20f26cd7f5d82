"""Rows a second of an import with all its checks, beside a bare COPY of the same file.

Each size runs in a process of its own, so that the peak of its memory is its own. CPU is
ours and that of the database's one backend; a bare COPY takes the same lines into a table of
text without an index.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg

from tests.environment import database, forget_the_shell

NAME = f"bench_transfer_{os.getpid()}"
SIZES = (50_000, 500_000)
TICK = os.sysconf("SC_CLK_TCK")
HEADER = "id,firstName,lastName,email,phone,postcode,createdAt"


def main() -> None:
    if len(sys.argv) > 1:
        measure(int(sys.argv[1]))
        return
    forget_the_shell()
    with database():
        print(f"{'':30}{'CPU s':>8}{'rows per CPU s':>16}{'rows/s':>9}{'ratio':>7}{'peak MB':>9}")
        for size in SIZES:
            subprocess.run([sys.executable, __file__, str(size)], check=True, env=_own_database())
        with closing(psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)) as server:
            server.execute(f"DROP DATABASE {NAME}")


def measure(size: int) -> None:
    """Import `size` rows: nine in ten are new, the tenth is in the file twice."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from crm.accounts.tests import make as accounts
    from crm.transfer import rules

    olga = accounts.staff("Olga Owner", "owner", accounts.branch("Tottenham"))
    upload = send(size, by=olga)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    bare = timed(backend, lambda: bare_copy(size))
    steps: dict[str, Callable[[], object]] = {
        "survey": lambda: rules.survey(upload),
        "dry run": lambda: dry_run(upload, olga),
        "apply": lambda: bring_in(upload, olga),
    }
    upload.refresh_from_db()
    told(f"{size:,} rows: bare COPY", size, bare, bare)
    spent = [(name, timed(backend, step)) for name, step in steps.items()]
    for name, (cpu, wall) in spent:
        told(f"  {name}", size, (cpu, wall), bare)
    whole = (sum(cpu for _, (cpu, _w) in spent), sum(wall for _, (_c, wall) in spent))
    told("  import, all of it", size, whole, bare)


def dry_run(upload, by) -> None:
    from crm.transfer import rules

    upload.refresh_from_db()
    rules.choose(upload, by=by, mapping_chosen=upload.mapping, source="bench")
    upload.refresh_from_db()
    rules.judge(upload, by=by)


def bring_in(upload, by) -> None:
    from crm.transfer import rules

    rules.apply(upload, by=by)
    while rules.apply_chunk(upload, by=by):
        pass


def lines(size: int):
    for i in range(size):
        one = i - 5 if i % 10 == 9 else i
        yield (
            f"u{one},{_name(one % 5_000)},{_name(one % 70_000)},person{one}@example.com,"
            f"07{one:09},N17 {one % 10}NJ,{1 + i % 28}/0{1 + i % 9}/2024"
        )


def _name(number: int) -> str:
    """A name of its own for each number, in letters."""
    letters = "aeioubdfghklmnprst"
    said = ""
    while number or len(said) < 4:
        number, letter = divmod(number, len(letters))
        said += letters[letter]
    return said.title()


def send(size: int, *, by):
    """Upload the file piece by piece; it is never in memory whole."""
    from crm.transfer import rules
    from crm.transfer.models import Import, Piece

    length = len(HEADER) + 1 + sum(len(line) + 1 for line in lines(size))
    upload = rules.begin(filename="bench.csv", size=length, by=by, branch=by.home_branch)
    buffer, number = f"{HEADER}\n".encode(), 0
    for line in lines(size):
        buffer += f"{line}\n".encode()
        if len(buffer) >= Piece.LENGTH:
            rules.keep_piece(upload, number, buffer[: Piece.LENGTH], by=by)
            buffer, number = buffer[Piece.LENGTH :], number + 1
    if buffer:
        rules.keep_piece(upload, number, buffer, by=by)
    return Import.objects.get(pk=upload.pk)


def bare_copy(size: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bare (a text, b text, c text, d text, e text, f text, g text)"
        )
        with cursor.copy("COPY bare FROM STDIN (FORMAT csv)") as copy:
            for line in lines(size):
                copy.write(line + "\n")
        cursor.execute("DROP TABLE bare")


def timed(backend: int, step: Callable[[], object]) -> tuple[float, float]:
    """(CPU seconds of ours and the backend's, seconds on the wall)."""
    before, begun = time.process_time() + _cpu(backend), time.monotonic()
    step()
    return time.process_time() + _cpu(backend) - before, time.monotonic() - begun


def told(name: str, size: int, spent: tuple[float, float], bare: tuple[float, float]) -> None:
    cpu, wall = spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:30}{cpu:8.1f}{size / cpu:16,.0f}{size / wall:9,.0f}{cpu / bare[0]:7.1f}{peak:9.0f}",
        flush=True,
    )


def _cpu(process: int) -> float:
    numbers = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / TICK


def _own_database() -> dict[str, str]:
    url = os.environ["DATABASE_URL"]
    with closing(psycopg.connect(url, autocommit=True)) as server:
        server.execute(f"DROP DATABASE IF EXISTS {NAME}")
        server.execute(f"CREATE DATABASE {NAME}")
    own = url.rpartition("/")[0] + f"/{NAME}" + ("?" + url.partition("?")[2] if "?" in url else "")
    return os.environ | {
        "DATABASE_URL": own,
        "DJANGO_SETTINGS_MODULE": "crm.settings",
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }


if __name__ == "__main__":
    main()
