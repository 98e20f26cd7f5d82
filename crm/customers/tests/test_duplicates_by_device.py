"""Two records of one person give themselves away by the device they bring."""

import pytest

from crm.activity import listeners
from crm.activity.models import Event
from crm.customers import rules
from crm.customers.models import Duplicate
from crm.customers.rules import DeviceCard, IfKnown
from crm.customers.tests import make

SERIAL = "C02XL0GYJGH5"
MAC = DeviceCard(label="MacBook Pro", serial_number=SERIAL)


def pairs():
    return [(pair.reasons, pair.score) for pair in Duplicate.objects.waiting()]


@pytest.fixture
def ann(branch):
    return make.customer(branch, "Ann Able")


@pytest.fixture
def anne(branch):
    return make.customer(branch, "Anne Able")


def test_a_device_handed_between_similar_names_is_a_reason(ann, anne, rory):
    device, _new = rules.register_device(ann, MAC, by=rory)
    rules.look([ann.pk])
    assert pairs() == []
    rules.transfer_device(device, to=anne, by=rory)
    event = Event.objects.filter(verb="device.transferred").latest("seq")
    rules.look_for_duplicates(event)
    assert pairs() == [(["device", "name"], 60)]


def test_so_is_one_serial_number_on_two_devices(ann, anne, rory):
    rules.register_device(ann, MAC, by=rory)
    rules.register_device(anne, MAC, by=rory, if_known=IfKnown.SEPARATE)
    rules.look([anne.pk])
    assert pairs() == [(["device", "name"], 60)]


def test_strangers_sell_each_other_devices(ann, branch, rory):
    device, _new = rules.register_device(ann, MAC, by=rory)
    rules.transfer_device(device, to=make.customer(branch, "Bob Baker"), by=rory)
    rules.look([ann.pk])
    assert pairs() == []


def test_a_number_too_short_says_nothing(ann, anne):
    for customer in (ann, anne):
        make.device(customer, serial_number="1234")
    rules.look([ann.pk])
    assert pairs() == []


def test_devices_without_a_number_say_nothing(ann, anne):
    make.device(ann)
    make.device(anne)
    rules.look([ann.pk])
    assert pairs() == []


def test_whoever_brings_a_device_is_compared():
    listener = listeners.named("customers.duplicates")
    for verb in ("device.registered", "device.transferred", "device.edited"):
        assert listener.hears(verb)
