"""A device is corrected, handed on, hidden and brought back."""

import pytest

from crm.customers import rules
from crm.customers.models import Device
from crm.customers.rules import DeviceCard, DeviceKnown, DoubtfulSerial
from crm.customers.tests import make
from crm.lib.refusal import Refusal, Stale

IMEI = "356938035643809"
OTHER_IMEI = "490154203237518"


@pytest.fixture
def ann(branch):
    return make.customer(branch, "Ann Able")


@pytest.fixture
def device(ann, rory):
    return rules.register_device(ann, DeviceCard(label="MacBook Pro", imei=IMEI), by=rory)[0]


def test_what_is_known_is_corrected(device, rory, recorded):
    changes = {"colour": "silver", "serial_number": "c02xl0gyjgh5"}
    changed = rules.edit_device(device, changes, by=rory, version=1)
    assert (changed.colour, changed.serial_number, changed.version) == (
        "silver",
        "C02XL0GYJGH5",
        2,
    )
    (event,) = recorded.events()
    assert event.verb == "device.edited"
    assert event.particulars["fields"] == ["colour", "serial_number"]
    assert event.particulars["before"] == {"serial_number": ""}


def test_no_change_is_no_event(device, rory, recorded):
    assert rules.edit_device(device, {"label": "MacBook Pro", "imei": IMEI}, by=rory).version == 1
    assert recorded() == []


def test_a_stale_screen_is_told_so(device, rory, recorded):
    with pytest.raises(Stale):
        rules.edit_device(device, {"colour": "silver"}, by=rory, version=9)
    assert recorded() == []


def test_a_doubtful_serial_number_is_asked_about_once(device, rory):
    changes = {"serial_number": "C02XLOGYJGH5"}
    with pytest.raises(DoubtfulSerial):
        rules.edit_device(device, changes, by=rory)
    device = rules.edit_device(device, changes, by=rory, keep_serial=True)
    assert rules.edit_device(device, changes | {"colour": "red"}, by=rory).colour == "red"


def test_another_devices_imei_is_refused(device, ann, rory, recorded):
    other = rules.register_device(ann, DeviceCard(label="Phone", imei=OTHER_IMEI), by=rory)[0]
    recorded.begin()
    with pytest.raises(DeviceKnown):
        rules.edit_device(other, {"imei": IMEI}, by=rory)
    other.refresh_from_db()
    assert other.imei == OTHER_IMEI
    assert recorded() == []


@pytest.mark.parametrize("name", ["customer", "version", "deleted_at"])
def test_only_what_describes_it_can_be_edited(device, rory, name):
    with pytest.raises(Refusal, match="cannot be edited"):
        rules.edit_device(device, {name: None}, by=rory)


def test_it_is_handed_on_and_its_history_stays(device, ann, branch, rory, recorded):
    bob, cat = make.customer(branch, "Bob Baker"), make.customer(branch, "Cat Cole")
    device = rules.transfer_device(device, to=bob, by=rory, version=1)
    device = rules.transfer_device(device, to=cat, by=rory)
    assert device.customer == cat
    before = device.former_owners.order_by("until")
    assert [one.customer for one in before] == [ann, bob]
    assert before[0].until == before[1].since
    assert recorded().count("device.transferred") == 2


def test_to_give_it_to_its_owner_changes_nothing(device, ann, rory, recorded):
    assert rules.transfer_device(device, to=ann, by=rory).version == 1
    assert recorded() == []


def test_a_removed_device_comes_back_whole(device, rory, recorded):
    rules.remove_device(device, by=rory)
    assert not Device.objects.visible_to(rory).exists()
    assert Device.objects.hidden_from_lists(rory).get() == device
    rules.restore_device(device, by=rory)
    assert Device.objects.visible_to(rory).get() == device
    assert rules.restore_device(device, by=rory).version == 3
    assert recorded() == ["device.removed", "device.restored"]


def test_it_does_not_come_back_beside_itself(device, ann, rory):
    rules.remove_device(device, by=rory)
    rules.register_device(ann, DeviceCard(label="Again", imei=IMEI), by=rory)
    with pytest.raises(DeviceKnown):
        rules.restore_device(device, by=rory)


def test_nothing_happens_to_a_removed_device(device, ann, rory):
    rules.remove_device(device, by=rory)
    with pytest.raises(Refusal, match="has been removed"):
        rules.edit_device(device, {"colour": "red"}, by=rory)
    with pytest.raises(Refusal, match="has been removed"):
        rules.transfer_device(device, to=ann, by=rory)
