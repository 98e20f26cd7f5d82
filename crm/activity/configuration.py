"""Which configurations the product has run with, so that a score or a price can name its own."""

from typing import Any

from django.db import connection, transaction

from crm import activity
from crm.activity.log import Actor
from crm.activity.models import ConfigVersion
from crm.lib.clock import now


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
