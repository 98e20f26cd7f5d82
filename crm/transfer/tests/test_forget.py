"""The bytes of a file go; what it did stays and can still be undone."""

from datetime import timedelta

from crm.customers.models import Customer
from crm.lib import clock
from crm.transfer import jobs
from crm.transfer.models import Import, Piece
from crm.transfer.tests import make
from crm.transfer.tests.make import HEADER

FILE = make.csv_bytes([HEADER, ["Ann", "", "ann@example.com", ""]])


def test_after_a_week_the_file_goes_and_undo_still_works(olga):
    done, waiting = make.applied(FILE, by=olga), make.surveyed(FILE, by=olga)
    jobs.forget(0)
    assert Piece.objects.count() == 2
    with clock.at(clock.now() + timedelta(days=8)):
        jobs.forget(0)
    assert list(Piece.objects.values_list("upload_id", flat=True)) == [waiting.pk]
    make.undone(Import.objects.get(pk=done.pk), by=olga)
    assert Customer.objects.filter(deleted_at=None).count() == 0
