"""Customers of a platform come in from its own database, by the engine that reads files."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from crm.accounts.models import Branch, Staff
from crm.integrations.revivatech import database
from crm.lib import turns
from crm.lib.refusal import Refusal
from crm.transfer import rules as transfer
from crm.transfer.models import Import

SOURCE = "revivatech"
BOM = b"\xef\xbb\xbf"  # what these bytes are needs no guessing


def bring_customers(*, by: Staff, branch: Branch, table: str = "") -> Import:
    """Copy the platform's customers as they are now; nobody is changed before the dry run."""
    with database.connected(longest=database.LOOKING) as connection:
        found = database.table_of(connection, table)
    return transfer.begin_fetch(
        filename=_("RevivaTech, table %(table)s") % {"table": found.table},
        source=SOURCE,
        by=by,
        branch=branch,
        job="integrations.fetch",
        table=found.table,
    )


def fetch(upload: Import, *, table: str) -> None:
    """The copy itself, in one snapshot; a refusal is the import's end, with its reason.

    Whoever comes second finds it being done.
    """
    with turns.alone("integrations.fetch", str(upload.pk)) as is_ours:
        upload.refresh_from_db()
        if is_ours and upload.status == Import.Status.FETCHING:
            _copy(upload, table)


def _copy(upload: Import, table: str) -> None:
    try:
        with database.connected(longest=database.READING) as connection:
            found = database.table_of(connection, table)
            transfer.take_in(upload, _marked(database.rows(connection, found)))
    except Refusal as refusal:
        transfer.give_up(upload, refusal.message)


def _marked(blocks: Iterable[bytes]) -> Iterator[bytes]:
    yield BOM
    yield from blocks
