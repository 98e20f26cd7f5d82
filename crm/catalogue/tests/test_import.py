"""Another system's devices are taken in, again and again, without doubling anything."""

from decimal import Decimal

import pytest

from crm.catalogue import rules
from crm.catalogue.card import ModelCard
from crm.catalogue.models import DeviceModel
from crm.catalogue.tests import make


def incoming(number="1", name="iPhone 13", **known):
    card = ModelCard(**{"category": "phones", "brand": "Apple", "name": name} | known)
    return rules.Incoming(number, card)


def take(*models):
    return dict(rules.take_in(models, source="revivatech"))


def test_a_new_model_is_created_under_its_number(db):
    cost = Decimal("149.00")
    assert take(incoming(year=2021, average_repair_cost=cost)) == {"created": 1}
    row = DeviceModel.objects.get()
    assert (row.external_source, row.external_id) == ("revivatech", "1")
    assert (str(row), row.year, row.average_repair_cost) == ("Apple iPhone 13", 2021, cost)
    assert row.source == "import"


def test_again_doubles_nothing(db):
    take(incoming(), incoming("2", "iPhone 14"))
    assert take(incoming(), incoming("2", "iPhone 14")) == {"unchanged": 2}
    assert DeviceModel.objects.count() == 2


def test_a_model_we_know_by_name_learns_its_number(db):
    make.model("iPhone 13", source="config", average_repair_cost=Decimal(99))
    assert take(incoming(specifications={"screen": "OLED"})) == {"updated": 1}
    row = DeviceModel.objects.get()
    assert row.external_id == "1"
    assert row.specifications == {"screen": "OLED"}
    assert row.average_repair_cost == Decimal(99), "what they leave empty stays"


def test_what_ails_it_is_gathered_from_both(db):
    make.model("iPhone 13", source="config", common_issues=["Cracked screen", "Worn battery"])
    told = incoming(common_issues=["Broken back", "Cracked screen"])
    take(told)
    assert take(told) == {"unchanged": 1}
    row = DeviceModel.objects.get()
    assert row.common_issues == ["Broken back", "Cracked screen", "Worn battery"]


def test_what_the_shop_wrote_only_learns_its_number(db):
    make.model("iPhone 13", source="shop", year=2021)
    assert take(incoming(common_issues=["Nothing"])) == {"kept": 1}
    row = DeviceModel.objects.get()
    assert (row.common_issues, row.external_id, row.source) == ([], "1", "shop")


def test_two_numbers_under_one_name_stay_two_models(db):
    both = (incoming("1", "iPad Air", year=2020), incoming("2", "iPad Air", year=2022))
    assert take(*both) == {"created": 2}
    assert take(*both) == {"unchanged": 2}
    slugs = DeviceModel.objects.order_by("year").values_list("slug", flat=True)
    assert list(slugs) == ["ipad-air", "ipad-air-2022"]


def test_a_model_of_another_year_is_another_model(db):
    make.model("iPad Air", year=2020, source="config")
    assert take(incoming("2", "iPad Air", year=2022)) == {"created": 1}


def test_a_renamed_model_stays_the_same_row(db):
    take(incoming())
    row = DeviceModel.objects.get()
    assert take(incoming(name="iPhone 13 (5G)")) == {"updated": 1}
    renamed = DeviceModel.objects.get()
    assert (renamed.pk, renamed.name, renamed.version) == (row.pk, "iPhone 13 (5G)", 2)


def test_a_category_nobody_knew_is_added(db):
    take(incoming(category="Smart Glasses"))
    assert DeviceModel.objects.get().category.slug == "smart-glasses"


@pytest.mark.parametrize("brand", ["apple", "APPLE", " Apple "])
def test_a_make_is_known_however_it_is_written(db, brand):
    make.brand("Apple")
    take(incoming(brand=brand))
    assert DeviceModel.objects.get().brand.name == "Apple"
