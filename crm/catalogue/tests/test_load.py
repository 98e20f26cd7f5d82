"""The files become rows, as often as anybody likes, and never against the shop's own word."""

from decimal import Decimal

import pytest

from crm.accounts.models import Staff
from crm.activity import configuration
from crm.catalogue import config, rules
from crm.catalogue.models import DeviceCategory, DeviceModel
from crm.lib.yaml_source import ConfigError

OURS = """
families:
  iphone-usb-c:
    models:
      iphone-15:
        average_repair_cost: 211.50
      iphone-99:
        name: iPhone 99
        common_issues: [Knows too much]
        average_repair_cost: 999
"""


@pytest.fixture
def shop_files(settings, tmp_path):
    """A shop's own folder, read anew after each writing and forgotten after the test."""
    settings.CONFIG_DIR = tmp_path

    def write(name, text):
        (tmp_path / f"{name}.yaml").write_text(text)
        for file in config.EVERY_FILE:
            file.refresh()

    yield write
    settings.CONFIG_DIR = None
    for file in config.EVERY_FILE:
        file.refresh()


def named(slug):
    return DeviceModel.objects.select_related("brand", "category").get(slug=slug)


def test_what_comes_with_the_product_is_enough_for_a_shop(db):
    rules.load()
    assert DeviceCategory.objects.count() >= 15
    assert DeviceModel.objects.on_offer().count() >= 120
    assert not DeviceCategory.objects.filter(models=None).exists()
    assert not DeviceModel.objects.filter(common_issues=[]).exists()
    assert not DeviceModel.objects.filter(average_repair_cost=None).exists()


def test_no_model_stands_in_two_places():
    keys = [(one.card.brand, one.slug) for one in config.listed()]
    assert len(keys) == len(set(keys))
    names = [f"{one.card.brand} {one.card.name}" for one in config.listed()]
    assert len(names) == len(set(names))


def test_a_model_says_what_its_family_does(db):
    rules.load()
    phone = named("iphone-15-pro")
    assert str(phone) == "Apple iPhone 15 Pro"
    assert phone.category.slug == "phones"
    assert phone.year == 2023
    assert phone.specifications["ports"] == "USB-C"
    assert phone.specifications["processor"] == "A17 Pro"
    assert phone.common_issues[:2] == ["Overheats while charging", "Cracked screen"]
    assert phone.search_name == "apple iphone 15 pro 2023 a2848 a3102"
    assert phone.source == "config"


def test_loading_again_changes_nothing(db, django_assert_max_num_queries):
    rules.load()
    before = list(DeviceModel.objects.order_by("pk").values())
    with django_assert_max_num_queries(10):
        again = rules.load()
    assert (again.created, again.changed) == ([], [])
    assert list(DeviceModel.objects.order_by("pk").values()) == before


def test_a_shops_files_add_and_correct(db, shop_files):
    rules.load()
    shop_files("catalogue_iphone", OURS)
    loaded = rules.load()
    assert [row.name for row in loaded.created] == ["iPhone 99"]
    assert [row.name for row in loaded.changed] == ["iPhone 15"]
    corrected = named("iphone-15")
    assert corrected.average_repair_cost == Decimal("211.50")
    assert corrected.version == 2


def test_what_the_files_no_longer_name_is_retired_and_can_return(db, shop_files):
    shop_files("catalogue_iphone", OURS)
    rules.load()
    shop_files("catalogue_iphone", "")
    rules.load()
    assert not named("iphone-99").is_active
    shop_files("catalogue_iphone", OURS)
    rules.load()
    assert named("iphone-99").is_active


def test_what_a_person_wrote_is_left_alone(olga, shop_files):
    rules.load()
    rules.edit_model(named("iphone-15"), {"average_repair_cost": Decimal(250)}, by=olga)
    shop_files("catalogue_iphone", OURS)
    rules.load()
    assert named("iphone-15").average_repair_cost == Decimal(250)


def test_changed_files_reach_the_tables(db, shop_files):
    shop_files("catalogue_iphone", OURS)
    event = configuration_event("catalogue_iphone")
    rules.load_when_files_change(event)
    assert named("iphone-99").is_active


def test_other_files_do_not(db):
    rules.load_when_files_change(configuration_event("leads"))
    assert not DeviceModel.objects.exists()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("  iphone-usb-c:\n    models:\n      x: {name: X, year: 1066}", "greater than or equal"),
        ("  iphone-usb-c:\n    category: toasters", "'toasters' is no category"),
        ("  iphone-usb-c:\n    models:\n      X y: {name: X}", "should match pattern"),
    ],
)
def test_a_mistake_is_named_by_file_and_line(settings, tmp_path, text, reason):
    settings.CONFIG_DIR = tmp_path
    (tmp_path / "catalogue_iphone.yaml").write_text(f"families:\n{text}\n")
    with pytest.raises(ConfigError, match=reason) as error:
        next(file for file in config.FILES if file.name == "catalogue_iphone")._read()
    assert f"{tmp_path}/catalogue_iphone.yaml:" in str(error.value)


def configuration_event(name):
    from crm.activity.models import Event

    configuration.remember(name, "0" * 12, {}, by=Staff.objects.system())
    return Event.objects.filter(verb="config.accepted").latest("seq")
