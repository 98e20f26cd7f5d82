"""As whom PostgreSQL runs: it refuses root, so root must lend it another name.

A user namespace is tried first, because then every file keeps its owner; otherwise an
unprivileged account of the system, if it can reach what it needs. Nothing is chmodded and
no account is made.
"""

import os
import pwd
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from crm.embedded_postgres import tether
from crm.embedded_postgres.failure import EmbeddedPostgresError

ACCOUNTS = ("postgres", "nobody", "daemon")


@dataclass(frozen=True)
class Identity:
    """Who a program is started as, in the words of `tether.py`."""

    spoken: str
    owner: tuple[int, int] | None = None

    def command(self, *program: str | Path) -> list[str]:
        """The command line that runs a program as this identity, tied to this process."""
        own = [sys.executable, "-I", tether.__file__, self.spoken, str(os.getpid())]
        return own + [str(part) for part in program]

    def give(self, folder: Path) -> None:
        """Hand a folder of ours to the account that will write in it."""
        if self.owner:
            os.chown(folder, *self.owner)


SAME = Identity("same")


def choose(cluster: Path, binaries: Path) -> Identity:
    """Who may run the programs in `binaries` on the data in `cluster` (existing or not)."""
    if os.geteuid() != 0:
        return SAME
    needed = (binaries / "postgres", cluster.parent)
    owner = cluster.stat().st_uid if cluster.exists() else None
    account = pwd.getpwuid(owner) if owner else _account()
    namespace = Identity(f"namespace:{account.pw_uid}")
    if not owner and _allowed(namespace):
        _check_reach(namespace, *needed)
        return namespace
    if owner == 0:
        raise EmbeddedPostgresError(
            f"{cluster} belongs to root, and this system lets root start PostgreSQL only as "
            f"another account. Give it away (chown -R {account.pw_name} {cluster}) or run as "
            "an ordinary person."
        )
    other = Identity(f"uid:{account.pw_uid}:{account.pw_gid}", (account.pw_uid, account.pw_gid))
    _check_reach(other, *needed)
    return other


def _account() -> pwd.struct_passwd:
    for name in ACCOUNTS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise EmbeddedPostgresError(
        "PostgreSQL refuses to run as root, and this system has no account named "
        f"{', '.join(ACCOUNTS)}. Run as an ordinary person, or set DATABASE_URL."
    )


def _allowed(identity: Identity) -> bool:
    tried = subprocess.run(identity.command("--reach", "/"), capture_output=True, check=False)
    return tried.returncode == 0


def _check_reach(identity: Identity, *paths: Path) -> None:
    command = identity.command("--reach", *(path.absolute() for path in paths))
    blocked = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if blocked:
        raise EmbeddedPostgresError(
            f"PostgreSQL may not run as root, and no other account may enter {blocked}. Use a "
            "data folder and an installation that others can reach, run as an ordinary "
            "person, or set DATABASE_URL."
        )
