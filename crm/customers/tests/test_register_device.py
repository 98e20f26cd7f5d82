"""A device comes in for the first time, or comes in again."""

from threading import Thread

import pytest
from django.db import connection

from crm.accounts.models import Staff
from crm.catalogue.tests import make as catalogue
from crm.customers import rules
from crm.customers.models import Device, FormerOwner
from crm.customers.rules import DeviceCard, DeviceKnown, DoubtfulSerial, IfKnown
from crm.customers.tests import make
from crm.lib.refusal import Refusal

IMEI = "356938035643809"
SERIAL = "C02XL0GYJGH5"
PHONE = DeviceCard(label="iPhone 13", imei="35 693803 564380 9", colour=" blue ")


@pytest.fixture
def ann(branch):
    return make.customer(branch, "Ann Able")


@pytest.fixture
def bob(branch):
    return make.customer(branch, "Bob Baker")


def test_a_device_is_registered_with_what_was_said(ann, rory, recorded):
    model = catalogue.model("iPhone 13")
    card = DeviceCard(label="iPhone 13", model=model, imei=IMEI, colour=" blue ", year=2021)
    device, is_new = rules.register_device(ann, card, by=rory)
    device.refresh_from_db()
    assert is_new
    assert (device.customer, device.model, device.category) == (ann, model, model.category)
    assert (device.imei, device.colour, device.year) == (IMEI, "blue", 2021)
    (event,) = recorded.events()
    assert (event.verb, event.customer_id) == ("device.registered", ann.pk)


def test_a_serial_number_is_kept_as_it_was_typed_too(ann, rory):
    card = DeviceCard(label="MacBook Pro", serial_number="s/n: c02xl0 gyjgh5")
    device, _new = rules.register_device(ann, card, by=rory)
    assert (device.serial_number, device.serial_typed) == (SERIAL, "s/n: c02xl0 gyjgh5")


def test_a_doubtful_serial_number_is_asked_about_and_may_be_kept(ann, rory, recorded):
    card = DeviceCard(label="MacBook Pro", serial_number="C02XLOGYJGH5")
    with pytest.raises(DoubtfulSerial, match=r"Did you mean C02XL0GYJGH5\?") as question:
        rules.register_device(ann, card, by=rory)
    assert question.value.meant == SERIAL
    assert not Device.objects.exists()
    assert recorded() == []
    device, _new = rules.register_device(ann, card, by=rory, keep_serial=True)
    assert device.serial_number == "C02XLOGYJGH5"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"imei": "356938035643808"}, "imei"),
        ({"label": " "}, "label"),
        ({"year": 1066}, "year"),
        ({"colour": "x" * 41}, "colour"),
        ({"serial_number": "X" * 41}, "serial_number"),
    ],
)
def test_nonsense_is_refused_and_leaves_nothing(ann, rory, recorded, wrong, field):
    with pytest.raises(Refusal) as refusal:
        rules.register_device(ann, DeviceCard(**{"label": "Phone"} | wrong), by=rory)
    assert (refusal.value.field, refusal.value.status) == (field, 422)
    assert not Device.objects.exists()
    assert recorded() == []


def test_their_own_device_is_answered_as_it_is(ann, rory, recorded):
    first, _new = rules.register_device(ann, PHONE, by=rory)
    recorded.begin()
    assert rules.register_device(ann, PHONE, by=rory) == (first, False)
    assert recorded() == []


def test_a_device_that_was_anothers_is_asked_about(ann, bob, rory, recorded):
    device, _new = rules.register_device(ann, PHONE, by=rory)
    recorded.begin()
    with pytest.raises(DeviceKnown, match="on record as Ann Able’s") as question:
        rules.register_device(bob, PHONE, by=rory)
    assert question.value.device == device
    assert not question.value.may_be_another
    assert recorded() == []


def test_it_is_transferred_when_somebody_says_so(ann, bob, rory, recorded):
    device, _new = rules.register_device(ann, PHONE, by=rory)
    recorded.begin()
    again = rules.register_device(bob, PHONE, by=rory, if_known=IfKnown.TRANSFER)
    device.refresh_from_db()
    assert again == (device, False)
    assert device.customer == bob
    assert device.former_owners.get().customer == ann
    events = recorded.events()
    assert [(event.verb, event.customer_id) for event in events] == [
        ("device.given_away", ann.pk),
        ("device.transferred", bob.pk),
    ]
    assert "Able" not in str(events[1].particulars)
    assert "Baker" not in str(events[0].particulars)


@pytest.mark.parametrize("if_known", IfKnown)
def test_of_another_branch_one_learns_only_that_it_is_known(
    branch, other_branch, rory, rex, recorded, if_known
):
    hers = make.customer(branch, "Ann Able")
    theirs = make.customer(other_branch, "Bob Baker")
    device, _new = rules.register_device(hers, PHONE, by=rory)
    recorded.begin()
    with pytest.raises(DeviceKnown, match="known at another branch") as question:
        rules.register_device(theirs, PHONE, by=rex, if_known=if_known)
    assert question.value.device is None
    assert "Able" not in question.value.message
    device.refresh_from_db()
    assert device.customer == hers
    assert recorded() == []


def test_who_sees_both_branches_transfers_between_them(branch, other_branch, rory, olga):
    device, _new = rules.register_device(make.customer(branch), PHONE, by=rory)
    theirs = make.customer(other_branch, "Bob Baker")
    rules.register_device(theirs, PHONE, by=olga, if_known=IfKnown.TRANSFER)
    device.refresh_from_db()
    assert device.customer == theirs


def test_the_same_serial_number_is_asked_about_and_may_be_another(ann, bob, rory):
    card = DeviceCard(label="MacBook Pro", serial_number=SERIAL)
    first, _new = rules.register_device(ann, card, by=rory)
    with pytest.raises(DeviceKnown) as question:
        rules.register_device(bob, card, by=rory)
    assert question.value.may_be_another
    second, is_new = rules.register_device(bob, card, by=rory, if_known=IfKnown.SEPARATE)
    assert is_new
    assert second != first


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            {"label": "Dell XPS", "serial_number": "7B4X5Z2"},
            {"label": "HP", "serial_number": "7B4X5Z2"},
        ),
        ({"label": "Radio", "serial_number": "1234"}, {"label": "Radio", "serial_number": "1234"}),
        (
            {"label": "Phone", "serial_number": "ABCDEFG", "imei": IMEI},
            {"label": "Phone", "serial_number": "ABCDEFG", "imei": "490154203237518"},
        ),
    ],
)
def test_two_devices_are_not_taken_for_one(ann, bob, rory, first, second):
    rules.register_device(ann, DeviceCard(**first), by=rory)
    _device, is_new = rules.register_device(bob, DeviceCard(**second), by=rory, keep_serial=True)
    assert is_new


def test_a_removed_device_is_no_longer_known(ann, bob, rory):
    device, _new = rules.register_device(ann, PHONE, by=rory)
    rules.remove_device(device, by=rory)
    assert rules.register_device(bob, PHONE, by=rory)[1]


def test_nobodys_device_is_simply_theirs(ann, rory):
    orphan = Device.objects.create(label="iPhone 13", imei=IMEI)
    device, is_new = rules.register_device(ann, PHONE, by=rory)
    assert (device, is_new, device.customer) == (orphan, False, ann)
    assert not FormerOwner.objects.exists()


def test_a_customer_who_is_gone_gets_no_device(ann, bob, rory):
    rules.merge(ann, into=bob, by=rory)
    with pytest.raises(Refusal, match="merged or removed"):
        rules.register_device(ann, PHONE, by=rory)


def test_an_outside_record_becomes_one_device(ann, bob, rory):
    told = {"by": rory, "external_source": "revivatech", "external_id": "7"}
    first = rules.register_device(ann, DeviceCard(label="Phone"), **told)[0]
    assert rules.register_device(bob, DeviceCard(label="Phone"), **told) == (first, False)


@pytest.mark.django_db(transaction=True)
def test_two_counters_at_once_make_one_device(branch):
    system = Staff.objects.system()
    both = [make.customer(branch, "Ann Able"), make.customer(branch, "Bob Baker")]
    outcomes = []

    def register(customer):
        try:
            outcomes.append(rules.register_device(customer, PHONE, by=system)[1])
        except DeviceKnown:
            outcomes.append("asked")
        finally:
            connection.close()

    threads = [Thread(target=register, args=[customer]) for customer in both * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Device.objects.count() == 1
    assert outcomes.count(True) == 1
    assert outcomes.count("asked") == 3
    assert outcomes.count(False) == 2
