"""Which configurations the product has run with, so that a score or a price can name its own."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from crm import activity
from crm.activity.log import Actor
from crm.activity.models import ConfigVersion
from crm.lib import config
from crm.lib.clock import now

log = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 2.0


@transaction.atomic
def remember(name: str, version_hash: str, content: dict[str, Any], *, by: Actor) -> ConfigVersion:
    """Note that the product now runs with this content; saying so twice changes nothing."""
    with connection.cursor() as cursor:  # every process says so when it starts
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"config {name}"])
    latest = current(name)
    if latest and latest.hash == version_hash:
        return latest
    version, _created = ConfigVersion.objects.update_or_create(
        name=name,
        hash=version_hash,
        defaults={"since": now()},
        create_defaults={"since": now(), "content": content},
    )
    activity.record("config.accepted", about=version, by=by, name=name, hash=version_hash)
    return version


def current(name: str) -> ConfigVersion | None:
    """The version most recently accepted under this name."""
    return ConfigVersion.objects.filter(name=name).order_by("-since").first()


def accept_all(*, by: Actor) -> None:
    """Remember what the product runs with now; a file that is broken keeps its last good one."""
    for declared in config.declared():
        declared.refresh()
        remember(declared.name, declared.version, declared.content, by=by)


def watch(stop: threading.Event, *, by: Callable[[], Actor]) -> None:
    """Look at the files every two seconds; a change is accepted, and told by `config.accepted`.

    Every worker may watch: remembering the same content twice is once.
    """
    seen: dict[str, float] | None = None
    while not stop.is_set():
        found = config.modified()
        try:
            if found != seen:
                accept_all(by=by())
                seen = found
        except Exception:
            log.exception("The configuration could not be looked at; trying again")
        finally:
            connection.close()
        stop.wait(SECONDS_BETWEEN_LOOKS)
