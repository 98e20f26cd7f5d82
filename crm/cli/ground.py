"""What must stand before Django is loaded: data folder, secret key, database, addresses."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from crm.embedded_postgres import serving

CHECKOUT = Path(__file__).resolve().parents[2]


def default_data() -> Path:
    """The folder that is meant when none is named: the checkout's, else the person's own."""
    if named := os.environ.get("CRM_DATA"):
        return Path(named)
    if (CHECKOUT / "pyproject.toml").is_file():
        return CHECKOUT / ".data"
    shared = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(shared) / "reviva-crm"


@contextmanager
def django(
    data: Path, database: Callable[[Path], AbstractContextManager[str]] = serving
) -> Iterator[None]:
    """Django, ready to use, on the database that `DATABASE_URL` or the data folder names."""
    set_environment(data)
    with ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            os.environ["DATABASE_URL"] = stack.enter_context(database(data))
        import django as framework

        framework.setup()
        from django.db import connections

        stack.callback(connections.close_all)
        yield


def set_environment(data: Path) -> None:
    """What `crm.settings` reads, and every child process inherits."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
    if not os.environ.get("CRM_SECRET_KEY"):
        os.environ["CRM_SECRET_KEY"] = _secret_key(data)


def answer_at(host: str, port: int) -> str:
    """Settle the address people use, unless a real one is configured; returns it."""
    if not os.environ.get("CRM_BASE_URL"):
        # Passkeys need a host name, so the address says localhost rather than 127.0.0.1.
        os.environ["CRM_BASE_URL"] = f"http://localhost:{port}"
        known = dict.fromkeys(["localhost", "127.0.0.1", "[::1]", host])
        os.environ.setdefault("CRM_ALLOWED_HOSTS", ",".join(known))
    return os.environ["CRM_BASE_URL"]


def _secret_key(data: Path) -> str:
    """Generated once; it signs sessions and links, so losing it signs everybody out."""
    data.mkdir(mode=0o711, parents=True, exist_ok=True)
    path = data / "secret-key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text()
