"""Devices over HTTP."""

import pytest

from crm.catalogue.tests import make as catalogue
from crm.customers import rules
from crm.customers.models import Device
from crm.customers.tests import make

IMEI = "356938035643809"


@pytest.fixture
def ann(branch):
    return make.customer(branch, "Ann Able")


@pytest.fixture
def bob(branch):
    return make.customer(branch, "Bob Baker")


def body(customer, **more):
    return {"customer_id": str(customer.pk), "label": "iPhone 13"} | more


def fields(response):
    return [error["field"] for error in response.json()["errors"]]


def test_a_device_is_registered_and_read_again(api, rory, ann):
    model = catalogue.model("iPhone 13")
    client = api(rory)
    sent = body(ann, model_id=str(model.pk), imei="35 693803 564380 9", colour="blue", year=2021)
    added = client.post("/devices", sent)
    assert added.status_code == 201
    told = added.json()
    assert (told["customer_id"], told["imei"], told["colour"]) == (str(ann.pk), IMEI, "blue")
    assert (told["model_name"], told["category"]) == ("Apple iPhone 13", "phones")
    assert added["Location"].endswith(f"/devices/{told['id']}")
    assert client.get(f"/devices/{told['id']}").json() == told
    again = client.post("/devices", sent)
    assert (again.status_code, again.json()["id"]) == (200, told["id"])


@pytest.mark.parametrize(
    ("wrong", "status", "field", "sentence"),
    [
        ({"imei": "356938035643808"}, 422, "imei", "check digit does not fit"),
        ({"imei": "1234"}, 422, "imei", "has 15 digits, and this has 4"),
        ({"serial_number": "C02XLOGYJGH5"}, 409, "serial_number", "Did you mean C02XL0GYJGH5?"),
        ({"label": ""}, 422, "label", "Say what it is"),
        ({"year": 1066}, 422, "year", "greater than or equal"),
        ({"category": "toasters"}, 422, "category", "no such category"),
        ({"model_id": "00000000-0000-7000-8000-000000000000"}, 422, "model_id", "no such model"),
        ({"customer_id": "00000000-0000-7000-8000-000000000000"}, 422, "customer_id", "no such"),
        ({"owner": "me"}, 422, "owner", "Extra inputs"),
        ({"keep_serial_as_typed": 0}, 422, "keep_serial_as_typed", "valid boolean"),
    ],
)
def test_a_wrong_device_names_the_field_and_leaves_nothing(
    api, rory, ann, recorded, wrong, status, field, sentence
):
    response = api(rory).post("/devices", body(ann) | wrong)
    assert response.status_code == status
    assert fields(response) == [field]
    assert sentence in response.json()["errors"][0]["message"]
    assert not Device.objects.exists()
    assert recorded() == []


def test_a_doubtful_serial_number_may_be_kept(api, rory, ann):
    sent = body(ann, serial_number="C02XLOGYJGH5", keep_serial_as_typed=True)
    assert api(rory).post("/devices", sent).json()["serial_number"] == "C02XLOGYJGH5"


def test_a_known_device_is_asked_about_and_transferred(api, rory, ann, bob):
    client = api(rory)
    told = client.post("/devices", body(ann, imei=IMEI)).json()
    asked = client.post("/devices", body(bob, imei=IMEI))
    assert (asked.status_code, fields(asked)) == (409, ["imei"])
    assert "Ann Able" in asked.json()["detail"]
    moved = client.post("/devices", body(bob, imei=IMEI, if_known="transfer"))
    assert (moved.status_code, moved.json()["id"]) == (200, told["id"])
    passport = client.get(f"/devices/{told['id']}/passport").json()
    assert [owner["name"] for owner in passport["owners"]] == ["Bob Baker", "Ann Able"]
    assert passport["owners"][0]["until"] is None


def test_a_passport_hides_owners_of_another_branch(api, rory, rex, olga, ann, other_branch, branch):
    theirs = make.customer(other_branch, "Cat Cole")
    device = make.device(ann)
    rules.transfer_device(device, to=theirs, by=olga)
    path = f"/devices/{device.pk}/passport"
    assert api(rory).get(path).status_code == 404
    seen = api(rex).get(path)
    assert [owner["name"] for owner in seen.json()["owners"]] == ["Cat Cole", None]
    assert "Able" not in seen.content.decode()
    assert str(ann.pk) not in seen.content.decode()


def test_a_device_is_changed_removed_and_restored(api, olga, ann):
    client, device = api(olga), make.device(ann)
    path = f"/devices/{device.pk}"
    changed = client.patch(path, {"colour": "silver", "year": 2021}, if_match='"1"')
    assert (changed.json()["colour"], changed["ETag"]) == ("silver", '"2"')
    assert client.patch(path, {"colour": "red"}, if_match='"1"').status_code == 412
    assert client.patch(path, {"year": None}).json()["year"] is None
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404
    assert client.post(f"{path}/restore").json()["colour"] == "silver"
    assert client.get(path).status_code == 200


def test_it_is_transferred_by_name(api, rory, ann, bob):
    device = make.device(ann)
    client, path = api(rory), f"/devices/{device.pk}/transfer"
    assert client.post(path, {"to": str(bob.pk)}).json()["customer_id"] == str(bob.pk)
    nobody = client.post(path, {"to": str(device.pk)})
    assert (nobody.status_code, fields(nobody)) == (422, ["to"])


def test_devices_are_looked_up(api, rory, ann, bob):
    hers, his = make.device(ann, imei=IMEI), make.device(bob, serial_number="C02XL0GYJGH5")
    client = api(rory)

    def found(**query):
        return [item["id"] for item in client.get("/devices", query).json()["items"]]

    assert found() == [str(his.pk), str(hers.pk)]
    assert found(customer_id=str(ann.pk)) == [str(hers.pk)]
    assert found(imei="35-693803-564380-9") == [str(hers.pk)]
    assert found(serial_number="c02xl0gyjgh5") == [str(his.pk)]
    assert found(model_id=str(ann.pk)) == []


@pytest.mark.parametrize("number", [1, 10, 100])
def test_a_list_costs_the_same_for_any_number(api, rory, ann, number, django_assert_num_queries):
    model = catalogue.model("iPhone 13")
    for _index in range(number):
        make.device(ann, model=model, category=model.category)
    client = api(rory)
    client.get("/devices")
    with django_assert_num_queries(5):
        assert len(client.get("/devices", {"limit": 100}).json()["items"]) == number


def test_another_branch_finds_nothing(api, rex, ann, recorded):
    device = make.device(ann, imei=IMEI)
    client, path = api(rex), f"/devices/{device.pk}"
    assert client.get("/devices", {"imei": IMEI}).json()["items"] == []
    assert client.get(path).status_code == 404
    assert client.patch(path, {"colour": "red"}).status_code == 404
    assert client.post(f"{path}/transfer", {"to": str(ann.pk)}).status_code == 404
    assert client.post("/devices", body(ann)).status_code == 422
    assert recorded() == []


def test_a_technician_registers_what_their_customers_bring(api, tess, rory, ann):
    client = api(tess)
    assert client.post("/devices", body(ann)).status_code == 422
    rules.grant(ann, by=rory, reason="test", staff=tess)
    assert client.post("/devices", body(ann)).status_code == 201
    assert client.delete(f"/devices/{Device.objects.get().pk}").status_code == 403
