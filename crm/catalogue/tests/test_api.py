"""The catalogue over HTTP."""

import pytest

from crm.catalogue import rules
from crm.catalogue.models import DeviceModel
from crm.catalogue.tests import make

NEW = {
    "category": "phones",
    "brand": "Fairphone",
    "name": "Fairphone 5",
    "year": 2023,
    "average_repair_cost": 89.5,
    "specifications": {"screen": "6.46-inch OLED"},
    "common_issues": ["Cracked screen"],
    "identifiers": ["FP5"],
}


def fields(response):
    return [error["field"] for error in response.json()["errors"]]


def test_repair_types_and_urgencies_are_told_in_words(api, tess):
    told = api(tess).get("/catalogue/repair-types").json()
    assert len(told["repair_types"]) == 12
    assert told["repair_types"][2] == {"value": "WATER_DAMAGE", "label": "Liquid damage"}
    assert [one["value"] for one in told["urgency_levels"]] == [
        *("LOW", "STANDARD", "HIGH", "URGENT", "EMERGENCY")
    ]


def test_categories_and_brands_are_counted(api, rory):
    make.model("iPhone 13")
    make.model("iPhone 3G", is_active=False)
    make.model("Pixel 7", make="Google")
    make.model("XPS 13", make="Dell", kind="Laptops")
    client = api(rory)
    kinds = client.get("/catalogue/categories").json()["items"]
    assert {kind["slug"]: kind["models"] for kind in kinds} == {"phones": 2, "laptops": 1}
    makes = client.get("/catalogue/brands", {"category": "phones"}).json()["items"]
    assert [(one["slug"], one["models"]) for one in makes] == [("apple", 1), ("google", 1)]
    assert len(client.get("/catalogue/brands").json()["items"]) == 3


def test_models_are_narrowed_and_paged(api, rory):
    for year in (2021, 2022, 2023):
        make.model(f"iPhone {year}", year=year)
    make.model("XPS", make="Dell", kind="Laptops", year=2021)
    client = api(rory)
    page = client.get("/catalogue/models", {"limit": 2}).json()
    assert (page["total"], len(page["items"])) == (4, 2)
    rest = client.get("/catalogue/models", {"limit": 2, "cursor": page["next_cursor"]}).json()
    assert rest["next_cursor"] is None
    found = client.get("/catalogue/models", {"category": "phones", "year": 2021}).json()
    assert [model["full_name"] for model in found["items"]] == ["Apple iPhone 2021"]


@pytest.mark.parametrize("number", [1, 10, 100])
def test_a_list_costs_the_same_for_any_number(api, rory, number, django_assert_num_queries):
    make.many(number)
    client = api(rory)
    client.get("/catalogue/models")
    with django_assert_num_queries(4):
        assert len(client.get("/catalogue/models", {"limit": 100}).json()["items"]) == number


def test_search_forgives_typos_and_narrows(api, rory):
    rules.load()
    client = api(rory)
    found = client.get("/catalogue/models/search", {"search": "iphnoe 13"}).json()["items"]
    assert found[0]["full_name"] == "Apple iPhone 13"
    narrowed = {"search": "iphone", "year": 2022, "limit": 3}
    found = client.get("/catalogue/models/search", narrowed).json()["items"]
    assert {model["year"] for model in found} == {2022}
    assert len(found) == 3


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "search"),
        ({"search": "x"}, "search"),
        ({"search": "xx", "year": 2009}, "year"),
        ({"search": "xx", "year": 2031}, "year"),
        ({"search": "xx", "limit": 101}, "limit"),
        ({"search": "xx", "category": "!"}, "category"),
    ],
)
def test_a_wrong_search_names_the_field(api, rory, query, field):
    response = api(rory).get("/catalogue/models/search", query)
    assert response.status_code == 422
    assert fields(response) == [field]


def test_a_model_is_added_and_changed(api, olga):
    make.category("Phones")
    client = api(olga)
    added = client.post("/catalogue/models", NEW)
    assert added.status_code == 201
    body = added.json()
    assert added["Location"].endswith(body["id"])
    assert {name: body[name] for name in NEW if name != "brand"} == {
        name: value for name, value in NEW.items() if name != "brand"
    }
    assert (body["brand"], body["source"], body["full_name"]) == (
        "fairphone",
        "shop",
        "Fairphone 5",
    )
    path = f"/catalogue/models/{body['id']}"
    changed = client.patch(path, {"year": None, "is_active": False}, if_match=added["ETag"])
    assert changed.status_code == 200
    assert (changed.json()["year"], changed.json()["is_active"]) == (None, False)
    assert client.patch(path, {"name": "FP 5"}, if_match=added["ETag"]).status_code == 412
    assert client.get(path).json() == changed.json()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"year": 1066}, "year"),
        ({"average_repair_cost": -1}, "average_repair_cost"),
        ({"category": "toasters"}, "category"),
        ({"name": ""}, "name"),
        ({"colour": "red"}, "colour"),
        ({"image_url": "javascript:alert(1)"}, "image_url"),
        ({"identifiers": ["x"] * 31}, "identifiers"),
    ],
)
def test_a_wrong_model_names_the_field_and_leaves_nothing(api, olga, wrong, field, recorded):
    make.category("Phones")
    response = api(olga).post("/catalogue/models", NEW | wrong)
    assert response.status_code == 422
    assert fields(response) == [field]
    assert not DeviceModel.objects.exists()
    assert recorded() == []


def test_the_desk_reads_and_does_not_write(api, rory):
    model = make.model("iPhone 13")
    client = api(rory)
    assert client.get(f"/catalogue/models/{model.pk}").status_code == 200
    assert client.post("/catalogue/models", NEW).status_code == 403
    assert client.patch(f"/catalogue/models/{model.pk}", {"year": 2000}).status_code == 403
