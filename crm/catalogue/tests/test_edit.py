"""A person adds a model, or corrects one."""

from decimal import Decimal

import pytest

from crm.catalogue import rules
from crm.catalogue.card import ModelCard
from crm.catalogue.models import DeviceBrand, DeviceModel
from crm.catalogue.tests import make
from crm.lib.refusal import Refusal, Stale

CARD = ModelCard(category="phones", brand="Fairphone", name="Fairphone 5", year=2023)


def test_a_model_is_added_as_the_shops_own(olga, recorded):
    make.category("Phones")
    row = rules.add_model(CARD, by=olga)
    assert (str(row), row.slug, row.source) == ("Fairphone 5", "fairphone-5", "shop")
    assert row.search_name == "fairphone 5 2023"
    assert recorded() == ["catalogue.model_added"]


def test_a_model_is_not_added_twice(olga, recorded):
    make.category("Phones")
    rules.add_model(CARD, by=olga)
    recorded.begin()
    with pytest.raises(Refusal, match="in the catalogue already"):
        rules.add_model(CARD, by=olga)
    assert recorded() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "!!"}, "name"),
        ({"brand": " "}, "brand"),
        ({"category": "toasters"}, "category"),
        ({"year": 1066}, "year"),
        ({"average_repair_cost": Decimal(-1)}, "average_repair_cost"),
        ({"common_issues": ["x"] * 31}, "common_issues"),
    ],
)
def test_nonsense_is_refused_and_leaves_nothing(olga, recorded, wrong, field):
    make.category("Phones")
    card = {"category": "phones", "brand": "Fairphone", "name": "Fairphone 5"} | wrong
    with pytest.raises(Refusal) as refusal:
        rules.add_model(ModelCard(**card), by=olga)
    assert (refusal.value.field, refusal.value.status) == (field, 422)
    assert not DeviceModel.objects.exists()
    assert not DeviceBrand.objects.exists()
    assert recorded() == []


def test_a_correction_makes_it_the_shops_own(olga, recorded):
    row = make.model("iPhone 13", source="config")
    tablets = make.category("Tablets")
    changes = {"name": "iPhone 13 mini", "identifiers": ["A2628"], "category": "tablets"}
    row = rules.edit_model(row, changes, by=olga, version=1)
    assert (row.source, row.version, row.category) == ("shop", 2, tablets)
    assert row.search_name == "apple iphone 13 mini a2628"
    event = recorded.events()[0]
    assert event.verb == "catalogue.model_edited"
    assert event.particulars["fields"] == ["category", "identifiers", "name"]


def test_no_change_is_no_event(olga, recorded):
    row = make.model("iPhone 13", source="config")
    assert rules.edit_model(row, {"name": "iPhone 13"}, by=olga).source == "config"
    assert recorded() == []


def test_a_stale_screen_is_told_so(olga, recorded):
    row = make.model("iPhone 13")
    with pytest.raises(Stale):
        rules.edit_model(row, {"name": "iPhone 14"}, by=olga, version=7)
    assert recorded() == []


def test_only_what_is_a_models_own_can_be_edited(olga):
    with pytest.raises(Refusal, match="cannot be edited"):
        rules.edit_model(make.model("iPhone 13"), {"slug": "x"}, by=olga)
