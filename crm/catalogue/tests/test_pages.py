"""The catalogue in a browser."""

import pytest

from crm.catalogue import rules
from crm.catalogue.config import categories
from crm.catalogue.models import DeviceModel
from crm.catalogue.tests import make
from crm.ui import bundles


def text(response):
    return response.content.decode()


def test_it_is_looked_through_by_category_and_make(as_staff, rory):
    rules.load()
    browser = as_staff(rory)
    everything = text(browser.get("/catalogue"))
    assert "Games consoles" in everything
    assert "Acer Aspire 5 A515-56" in everything
    phones = text(browser.get("/catalogue", {"category": "phones", "brand": "fairphone"}))
    assert "Fairphone 4" in phones
    assert "1 model" in phones
    assert "Acer" not in phones


def test_the_next_models_come_as_a_fragment(as_staff, rory):
    make.many(51)
    browser = as_staff(rory)
    first = browser.get("/catalogue")
    assert "Model 00049" in text(first)
    assert "Model 00050" not in text(first)
    more = browser.get(first.context["more"], headers={"HX-Request": "true"})
    assert "Model 00050" in text(more)
    assert "<html" not in text(more)


def test_it_is_searched_with_typos(as_staff, rory):
    rules.load()
    found = text(as_staff(rory).get("/catalogue", {"q": "playstaton 5"}))
    assert "Sony PlayStation 5" in found
    assert "No such model" in text(as_staff(rory).get("/catalogue", {"q": "toaster"}))


def test_a_model_shows_what_ails_it_and_what_that_costs(as_staff, tess):
    rules.load()
    row = DeviceModel.objects.get(slug="macbook-pro-15-inch-2016-2017")
    page = text(as_staff(tess).get(f"/catalogue/models/{row.pk}"))
    for words in ("Flexgate", "A1707", "£319", "Came with the product", "15.4-inch Retina LCD"):
        assert words in page
    assert "Correct it" not in page


def test_forms_suggest_models(as_staff, rory):
    make.model("iPhone 13", year=2021)
    page = text(as_staff(rory).get("/catalogue/suggestions", {"label": "iphone 13"}))
    assert "Apple iPhone 13" in page
    assert text(as_staff(rory).get("/catalogue/suggestions", {"label": "zzzz"})).strip() == ""


@pytest.mark.parametrize("number", [1, 10, 100])
def test_a_page_costs_the_same_for_any_number(as_staff, rory, number, django_assert_num_queries):
    make.many(number)
    browser = as_staff(rory)
    browser.get("/catalogue")
    with django_assert_num_queries(8):
        browser.get("/catalogue")


FORM = {
    "brand": "Fairphone",
    "name": "Fairphone 5",
    "category": "phones",
    "year": "2023",
    "average_repair_cost": "89.50",
    "identifiers": "fp5\n\nfp5",
    "common_issues": "Cracked screen\n  Charging   port is loose",
    "specifications": "Screen: 6.46-inch OLED\nMain camera: 50 MP",
}


def test_a_model_is_added_by_hand_and_corrected(as_staff, olga, recorded):
    make.category("Phones")
    browser = as_staff(olga)
    added = browser.post("/catalogue/models/new", FORM)
    row = DeviceModel.objects.get()
    assert added["Location"] == f"/catalogue/models/{row.pk}"
    assert row.identifiers == ["FP5"]
    assert row.common_issues == ["Cracked screen", "Charging port is loose"]
    assert row.specifications == {"screen": "6.46-inch OLED", "main_camera": "50 MP"}
    path = f"/catalogue/models/{row.pk}/change"
    assert "Main camera: 50 MP" in text(browser.get(path))
    browser.post(path, FORM | {"year": "", "version": "1"})
    row.refresh_from_db()
    assert (row.year, row.is_active, row.version) == (None, False, 2)
    assert browser.post(path, FORM | {"version": "1"}).status_code == 422
    assert recorded() == ["catalogue.model_added", "catalogue.model_edited"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "This field is required"),
        ({"year": "1066"}, "greater than or equal to 1980"),
        ({"category": "toasters"}, "Select a valid choice"),
        ({"specifications": "big"}, "Write each as a name and a value"),
        ({"average_repair_cost": "lots"}, "Enter a number"),
    ],
)
def test_a_mistake_comes_back_with_every_word(as_staff, olga, recorded, wrong, sentence):
    make.category("Phones")
    response = as_staff(olga).post("/catalogue/models/new", FORM | wrong)
    assert response.status_code == 422
    assert sentence in text(response)
    assert "Charging   port is loose" in text(response)
    assert not DeviceModel.objects.exists()
    assert recorded() == []


def test_the_desk_looks_and_does_not_write(as_staff, rory):
    row = make.model("iPhone 13")
    browser = as_staff(rory)
    assert "Add a model" not in text(browser.get("/catalogue"))
    assert browser.post("/catalogue/models/new", FORM).status_code == 403
    assert browser.post(f"/catalogue/models/{row.pk}/change", FORM).status_code == 403


def test_every_category_has_an_icon_of_the_sprite():
    assert {told.icon for told in categories().categories.values()} <= bundles.icons()
