"""The platform's device database becomes part of the catalogue, over real HTTP and from files."""

from decimal import Decimal

import pytest
import yaml

from crm.catalogue import rules as catalogue
from crm.catalogue.models import DeviceModel
from crm.integrations import jobs, rules
from crm.integrations.config import integrations
from crm.integrations.models import DeviceImport
from crm.integrations.revivatech.device_reading import category_of, read, rows
from crm.integrations.tests import device_server
from crm.lib.refusal import Refusal


@pytest.fixture
def there():
    with device_server.running() as server:
        yield server


@pytest.fixture
def configured(settings, tmp_path, there):
    settings.CONFIG_DIR = tmp_path
    told = {"revivatech": {"devices_url": there.url, "devices_timeout": 2}}
    (tmp_path / "integrations.yaml").write_text(yaml.safe_dump(told))
    integrations.refresh()
    yield there
    settings.CONFIG_DIR = None
    integrations.refresh()


def fetch(by):
    pass_ = rules.start_device_import(by=by)
    jobs.fetch_devices(str(pass_.pk))
    return DeviceImport.objects.get(pk=pass_.pk)


def test_every_model_of_every_make_is_taken_in(olga, configured, recorded, queued):
    pass_ = fetch(olga)
    assert (pass_.total, pass_.done, pass_.error) == (2, 2, "")
    assert pass_.counts == {"created": 4}
    assert pass_.problems == ["Number 2: it has not a name."]
    assert pass_.finished_at
    phone = DeviceModel.objects.select_related("category", "brand").get(name="iPhone 13")
    assert (phone.category.slug, phone.brand.slug, phone.year) == ("phones", "apple", 2021)
    assert (phone.external_source, phone.external_id) == ("revivatech", "101")
    assert phone.specifications == {"screen": "6.1-inch OLED", "ports": "Lightning"}
    assert phone.average_repair_cost == Decimal(149)
    assert DeviceModel.objects.get(name="iPhone 15").average_repair_cost == Decimal("229.50")
    assert DeviceModel.objects.get(name="Ray-Ban").category.slug == "smart-glasses"
    assert recorded() == ["catalogue.import_started", "catalogue.import_finished"]
    assert queued() == ["integrations.fetch_devices"]


def test_again_doubles_nothing(olga, configured):
    fetch(olga)
    again = fetch(olga)
    assert again.counts == {"unchanged": 4}
    assert DeviceModel.objects.count() == 4


def test_what_came_with_the_product_and_what_the_shop_wrote_is_recognised(olga, configured):
    catalogue.load()
    before = DeviceModel.objects.count()
    own = DeviceModel.objects.get(slug="iphone-14")
    catalogue.edit_model(own, {"average_repair_cost": Decimal(1)}, by=olga)
    pass_ = fetch(olga)
    assert pass_.counts == {"updated": 2, "kept": 1, "created": 1}
    assert DeviceModel.objects.count() == before + 1
    own.refresh_from_db()
    assert (own.average_repair_cost, own.external_id) == (Decimal(1), "102")


def test_a_job_that_runs_twice_does_no_harm(olga, configured, recorded):
    pass_ = fetch(olga)
    recorded.begin()
    jobs.fetch_devices(str(pass_.pk))
    assert recorded() == []
    assert DeviceModel.objects.count() == 4


def test_one_pass_at_a_time(olga, configured, recorded, queued):
    first = rules.start_device_import(by=olga)
    assert rules.start_device_import(by=olga) == first
    assert recorded() == ["catalogue.import_started"]
    assert queued() == ["integrations.fetch_devices"]


@pytest.mark.parametrize(
    ("instead", "sentence"),
    [
        ((500, b""), "The platform answered 500"),
        ((302, b""), "The platform answered 302"),
        ((200, b"<html>"), "not JSON"),
        ((200, b'{"success": false, "error": "Database away"}'), "Database away"),
        ((200, b'{"success": true, "data": 7}'), "no list of devices"),
    ],
)
def test_a_platform_that_fails_half_way_is_told(olga, configured, instead, sentence):
    configured.broken, configured.instead = "/brands/12/models", instead
    pass_ = fetch(olga)
    assert sentence in pass_.error
    assert (pass_.done, pass_.finished_at is not None) == (1, True)
    assert DeviceModel.objects.count() == 3, "what was read before stays"
    configured.broken = ""
    assert fetch(olga).counts == {"unchanged": 3, "created": 1}


def test_nobody_there_and_no_address_are_told(olga, configured, settings, there):
    there.shutdown()
    there.server_close()
    assert "cannot be reached" in fetch(olga).error
    (settings.CONFIG_DIR / "integrations.yaml").write_text("{}")
    integrations.refresh()
    assert "devices_url" in fetch(olga).error


def test_the_page_shows_how_far_it_has_come(as_staff, olga, configured):
    browser, path = as_staff(olga), "/integrations/revivatech/devices"
    assert "Fetch its devices" in browser.get(path).content.decode()
    assert path in browser.get("/integrations/revivatech").content.decode()
    browser.post(f"{path}/fetching")
    under_way = browser.get(path).content.decode()
    assert 'hx-trigger="every 1s"' in under_way
    assert "0 of 0 makes" in under_way
    fetch(olga)
    done = browser.get(path).content.decode()
    assert "4 models were looked through" in done
    assert "it has not a name" in done


def test_only_who_manages_integrations_fetches(as_staff, rory, recorded):
    browser = as_staff(rory)
    assert browser.post("/integrations/revivatech/devices/fetching").status_code == 403
    assert recorded() == []


FILE = [
    {
        "id": "iphone-13",
        "categoryId": "iphone",
        "brand": "Apple",
        "name": "iPhone 13",
        "year": 2021,
        "commonIssues": ["Cracked screen"],
        "averageRepairCost": 149,
    },
    {"id": "x", "categoryId": "iphone", "name": "Nobody's"},
]


@pytest.mark.parametrize("value", [None, [], "x", -1, True, 10**9, "NaN", {"a": 1}])
def test_nonsense_in_a_row_is_left_out(value):
    row = FILE[0] | {
        "year": value,
        "averageRepairCost": value,
        "specifications": value,
        "commonIssues": value,
        "imageUrl": value,
    }
    (model,) = read([row]).models
    assert model.card.year is None
    assert model.card.average_repair_cost is None
    assert model.card.image_url == ""


def test_envelopes_of_all_kinds_are_opened():
    row = {"id": 1}
    for answer in ([row], {"data": [row]}, {"success": True, "data": {"models": [row]}}):
        assert rows(answer) == [row]
    with pytest.raises(Refusal, match="says no: Too many"):
        rows({"success": False, "error": "Too many"})


def test_a_category_is_ours_by_any_of_its_words():
    assert category_of("IPHONE", "x") == "phones"
    assert category_of("", "MacBook") == "laptops"
    assert category_of("toasters", "Toasters") == "toasters"
