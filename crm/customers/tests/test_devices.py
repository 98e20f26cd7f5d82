"""What the database itself holds true of devices, and whose they are."""

import pytest
from django.db import IntegrityError, transaction

from crm.accounts.models import Staff
from crm.customers import rules
from crm.customers.models import Device, FormerOwner
from crm.customers.tests import make
from crm.lib import clock

IMEI = "356938035643809"


def test_a_device_is_seen_by_who_sees_its_owner(branch, rory, rex):
    device = make.device(make.customer(branch))
    assert list(Device.objects.visible_to(rory)) == [device]
    assert list(Device.objects.visible_to(rex)) == []


def test_an_imei_names_one_device_that_is_not_removed(branch):
    ann = make.customer(branch)
    first = make.device(ann, imei=IMEI)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.device(ann, imei=IMEI)
    Device.objects.filter(pk=first.pk).update(deleted_at=clock.now())
    make.device(ann, imei=IMEI)


@pytest.mark.parametrize("columns", [{"imei": "12345"}, {"serial_number": "c02xl0"}, {"label": ""}])
def test_no_row_may_say_nonsense(branch, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.device(make.customer(branch), **columns)


def test_a_merge_takes_devices_along_and_an_undo_returns_them(branch):
    system = Staff.objects.system()
    ann, anne = make.customer(branch, "Ann Able"), make.customer(branch, "Anne Able")
    hers, sold = make.device(ann), make.device(anne)
    before = FormerOwner.objects.create(
        device=sold, customer=ann, since=clock.now(), until=clock.now()
    )
    merge = rules.merge(ann, into=anne, by=system)
    assert Device.objects.get(pk=hers.pk).customer == anne
    assert FormerOwner.objects.get(pk=before.pk).customer == anne
    rules.undo(merge, by=system)
    assert Device.objects.get(pk=hers.pk).customer == ann
    assert FormerOwner.objects.get(pk=before.pk).customer == ann
