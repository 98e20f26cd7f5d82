"""What the database itself holds true of models."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from crm.catalogue.models import DeviceBrand, DeviceModel
from crm.catalogue.tests import make


def refused(**columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.model(**columns)


def test_a_make_has_each_model_once(db):
    make.model("iPhone 13")
    refused(name="iPhone 13")
    make.model("iPhone 13", make="Somebody else")


def test_another_systems_number_names_one_model(db):
    make.model("iPhone 13", external_source="revivatech", external_id="7")
    refused(name="iPhone 14", external_source="revivatech", external_id="7")


def test_no_repair_costs_less_than_nothing(db):
    refused(name="iPhone 13", average_repair_cost=Decimal("-0.01"))


def test_the_make_is_said_once(db):
    assert str(make.model("iPhone 13")) == "Apple iPhone 13"
    assert str(make.model("Steam Deck", make="Steam")) == "Steam Deck"


def test_the_year_is_said_once():
    apple = DeviceBrand(name="Apple")
    for name, year, said in [
        ("iPhone 13", 2021, "Apple iPhone 13, 2021"),
        ("Mac mini (2018)", 2018, "Apple Mac mini (2018)"),
        ("iPhone", None, "Apple iPhone"),
    ]:
        assert DeviceModel(brand=apple, name=name, year=year).name_and_year == said


def test_what_is_retired_is_not_on_offer(db):
    shown, retired = make.model("iPhone 13"), make.model("iPhone 3G", is_active=False)
    assert list(DeviceModel.objects.on_offer()) == [shown]
    shown.category.is_active = False
    shown.category.save()
    assert list(DeviceModel.objects.on_offer()) == []
    assert DeviceModel.objects.count() == 2, retired
