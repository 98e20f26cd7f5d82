"""The search box finds a device by what is printed on it."""

import pytest

from crm.customers.device_search import search_devices
from crm.customers.tests import make

IMEI = "356938035643809"


@pytest.fixture
def device(branch):
    ann = make.customer(branch, "Ann Able")
    return make.device(ann, "iPhone 13", imei=IMEI, serial_number="F17XL0GYJGH5")


@pytest.mark.parametrize(
    "text", [IMEI, "35-693803-564380-9", "3569", "f17xl0gyjgh5", "S/N: F17XL0", "F17X"]
)
def test_it_is_found_by_its_numbers(device, rory, text):
    assert search_devices(text, to=rory) == [device]


@pytest.mark.parametrize("text", ["", "356", "Ann", "Able", "7693", "\0", "%%%%1", "x" * 500])
def test_it_is_not_found_by_less(device, rory, text):
    assert search_devices(text, to=rory) == []


def test_the_whole_number_stands_before_its_beginning(device, branch, rory):
    longer = make.device(make.customer(branch, "Bob"), serial_number="F17XL0GYJGH5X")
    assert search_devices("F17XL0GYJGH5", to=rory) == [device, longer]


def test_the_box_leads_to_its_passport(device, as_staff, rory):
    box = as_staff(rory).get("/search", {"q": IMEI}, headers={"HX-Request": "true"})
    assert f'data-href="/devices/{device.pk}"' in box.content.decode()
    assert "Ann Able" in box.content.decode()


def test_another_branch_finds_nothing(device, rex):
    assert search_devices(IMEI, to=rex) == []
