"""The one way in: a Unix socket in a folder only its owner may enter."""

import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from crm.embedded_postgres.cluster import DATABASE, USER
from crm.embedded_postgres.identity import Identity

SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 107


def build(data: Path, who: Identity) -> Path:
    """A fresh socket folder: inside the data folder, else a temporary one recorded there.

    The kernel limits a socket's path, and PostgreSQL reads commas and quotes in it as a list.
    """
    tear_down(data)
    folder = data / "socket"
    fits = len(os.fsencode(folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
    if not fits or re.search(r"""[,"'\s]""", str(folder)):
        folder = Path(tempfile.mkdtemp(prefix="reviva-crm-"))
    folder.mkdir(mode=0o700, exist_ok=True)
    who.give(folder)
    _record(data).write_text(str(folder))
    return folder


def tear_down(data: Path) -> None:
    """Remove the socket folder, with what a killed server left in it."""
    with suppress(OSError):
        folder = Path(_record(data).read_text())
        for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()


def url(data: Path, database: str = DATABASE) -> str:
    """How to reach a database through the recorded socket."""
    socket = quote(_record(data).read_text(), safe="")
    return f"postgresql://{USER}@/{database}?host={socket}"


def _record(data: Path) -> Path:
    return data / "socket-folder"
