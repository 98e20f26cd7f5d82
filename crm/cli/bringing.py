"""`crm import-revivatech`: customers from the platform's database, for a person or a timetable."""

import argparse
import sys
import time
from typing import TYPE_CHECKING

from crm.cli import ground

if TYPE_CHECKING:
    from crm.accounts.models import Staff
    from crm.transfer.models import Import

PAUSE = 0.3


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--table", default="", help="which of the configured tables to read")
    parser.add_argument("--branch", default="", help="the slug of the branch they will belong to")
    parser.add_argument(
        "--apply", action="store_true", help="bring them in; else stop after the dry run"
    )


def run(options: argparse.Namespace) -> int:
    """Read, judge and, if told so, bring in. A worker that takes over a step does no harm."""
    with ground.django(options.data):
        from crm.accounts.models import Staff
        from crm.integrations import rules
        from crm.lib.refusal import Refusal

        try:
            by = Staff.objects.integration("revivatech", "RevivaTech")
            branch = rules.branch_of(options.branch)
            upload = rules.bring_customers(by=by, branch=branch, table=options.table)
            _walk(upload, by, options)
        except Refusal as refusal:
            sys.exit(f"crm: {refusal.message}")
        upload.refresh_from_db()
        told = ", ".join(f"{name} {number:,}" for name, number in upload.counts.items())
        sys.stdout.write(f"{upload.status_label}: {told or upload.error}\n")
        sys.stdout.write(f"See /customers/import/{upload.pk}\n")
        return 1 if upload.error else 0


def _walk(upload: "Import", by: "Staff", options: argparse.Namespace) -> None:
    from crm.transfer import rules
    from crm.transfer.models import Import

    while True:
        upload.refresh_from_db()
        if upload.is_at_work:
            _work(upload, by, options.table)
        elif upload.status == Import.Status.MAPPING:
            rules.choose(upload, by=by, mapping_chosen=upload.mapping, source=upload.source)
        elif upload.status == Import.Status.READY and options.apply and _would_change(upload):
            rules.apply(upload, by=by)
        else:
            return


def _work(upload: "Import", by: "Staff", table: str) -> None:
    """One step here; where a worker is faster, look again in a moment."""
    from crm.integrations import rules as integrations
    from crm.transfer import rules
    from crm.transfer.models import Import

    before = (upload.status, upload.reached)
    if upload.status == Import.Status.FETCHING:
        integrations.fetch(upload, table=table)
    elif upload.status == Import.Status.SURVEYING:
        rules.survey(upload)
    elif upload.status == Import.Status.JUDGING:
        rules.judge(upload, by=by)
    elif upload.status == Import.Status.APPLYING:
        rules.apply_chunk(upload, by=by)
    upload.refresh_from_db()
    if (upload.status, upload.reached) == before:
        time.sleep(PAUSE)


def _would_change(upload: "Import") -> bool:
    return bool(upload.count("create") + upload.count("update"))
