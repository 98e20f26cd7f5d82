"""The database's files: made once, refused when another version made them."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from crm.embedded_postgres.binaries import Binaries
from crm.embedded_postgres.failure import EmbeddedPostgresError
from crm.embedded_postgres.identity import Identity

BUILTIN_LOCALES_SINCE = 17
USER = DATABASE = "crm"


def prepare(cluster: Path, binaries: Binaries, identity: Identity, *, durable: bool) -> None:
    """Make the cluster, or check that these binaries may open the one that exists."""
    if (cluster / "PG_VERSION").exists():
        _refuse_other_version(cluster, binaries)
        _forget_dead_postmaster(cluster)
    else:
        _initialise(cluster, binaries, identity, durable=durable)


def _refuse_other_version(cluster: Path, binaries: Binaries) -> None:
    made_by = (cluster / "PG_VERSION").read_text().strip()
    if made_by == str(binaries.major):
        return
    raise EmbeddedPostgresError(
        f"The data in {cluster} was made by PostgreSQL {made_by}, but this is {binaries}. "
        f"Nothing was changed. To move it: with PostgreSQL {made_by}'s programs start a server "
        f"on that folder and save it (pg_dump -U {USER} -Fc -f crm.dump {DATABASE}); then move "
        "the folder away, start Reviva CRM once to make a new one, and load the file "
        f"(pg_restore -U {USER} -d {DATABASE} --clean --if-exists crm.dump)."
    )


def _initialise(cluster: Path, binaries: Binaries, identity: Identity, *, durable: bool) -> None:
    # Made beside its place and moved there whole, so that a crash leaves no half cluster.
    partial = cluster.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(mode=0o700)
    identity.give(partial)
    made = subprocess.run(
        identity.command(binaries.folder / "initdb", "-D", partial, *_options(binaries, durable)),
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    if made.returncode != 0:
        raise EmbeddedPostgresError(f"initdb failed on {partial}:\n{made.stdout}{made.stderr}")
    partial.rename(cluster)


def _options(binaries: Binaries, durable: bool) -> list[str]:
    # Trust is safe here: the only way in is a socket in a folder that only we may enter.
    options = ["-U", USER, "-E", "UTF8", "--auth=trust", "--locale=C.UTF-8"]
    if binaries.major >= BUILTIN_LOCALES_SINCE:
        options.append("--locale-provider=builtin")
    return options if durable else [*options, "--no-sync"]


def _forget_dead_postmaster(cluster: Path) -> None:
    """Remove the note of a server that died with its machine or container.

    Process numbers repeat there, and PostgreSQL would take another program for itself.
    """
    if not is_worked_in(cluster):
        (cluster / "postmaster.pid").unlink(missing_ok=True)


def ask_to_stop(cluster: Path) -> None:
    """Tell a server whose starter was killed, and that nothing ended with it, to go down."""
    if is_worked_in(cluster) and (number := _noted(cluster)):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGINT)


def is_worked_in(cluster: Path) -> bool:
    """Whether a living server has these files open."""
    number = _noted(cluster)
    if number is None:
        return False
    if sys.platform == "linux":  # every process of a server works in its folder
        return str(cluster.resolve()) in set(_working_folders())
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def _noted(cluster: Path) -> int | None:
    try:
        return int((cluster / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _working_folders() -> Iterator[str]:
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # gone, or somebody else's
            yield os.readlink(process / "cwd")  # noqa: PTH115 - may end in " (deleted)"
