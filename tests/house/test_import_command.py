"""`crm import-revivatech`, from reading to the last row, without a worker."""

import argparse

from crm.cli import bringing
from crm.customers.models import Customer
from crm.integrations import rules
from crm.integrations.tests.platform_database import PRISMA, platform


def told(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    bringing.options(parser)
    return parser.parse_args(words)


def test_it_stops_after_the_dry_run_and_goes_all_the_way_when_told(branch, olga, monkeypatch):
    with platform(PRISMA) as url:
        monkeypatch.setenv("REVIVATECH_DATABASE_URL", url)
        for words, status, known in [((), "ready", 0), (("--apply",), "done", 2)]:
            upload = rules.bring_customers(by=olga, branch=branch)
            bringing._walk(upload, olga, told(*words))
            upload.refresh_from_db()
            assert (upload.status, upload.counts["create"]) == (status, 2)
            assert Customer.objects.count() == known
        again = rules.bring_customers(by=olga, branch=branch)
        bringing._walk(again, olga, told("--apply"))
        again.refresh_from_db()
        assert (again.status, again.counts["skip"]) == ("ready", 2)  # nothing to bring in
