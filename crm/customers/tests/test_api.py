"""Customers through the API."""

import json

import pytest
from django.test import RequestFactory

from crm.customers.models import Access, Customer
from crm.customers.wire import CustomerOut, written

PRIYA = {"first_name": "Priya", "last_name": "Nair", "phone": "07700 900482", "tags": ["vip"]}


def test_somebody_is_added(api, rory, branch, recorded):
    response = api(rory).post("/customers", PRIYA)
    customer = Customer.objects.get()
    assert response.status_code == 201
    assert response["Location"] == f"/api/crm/customers/{customer.pk}"
    assert response["ETag"] == '"1"'
    assert response.json()["phone"] == "+447700900482"
    assert response.json()["tags"] == ["vip"]
    assert Access.objects.get().branch == branch
    assert recorded() == ["customer.created", "customer.access_granted"]


def test_somebody_known_is_found_again_and_seen_from_here(api, rory, rex, other_branch, recorded):
    first = api(rory).post("/customers", PRIYA).json()
    assert api(rex).get(f"/customers/{first['id']}").status_code == 404
    again = api(rex).post("/customers", PRIYA)
    assert (again.status_code, again.json()["id"]) == (200, first["id"])
    assert api(rex).get(f"/customers/{first['id']}").status_code == 200
    assert Access.objects.filter(branch=other_branch).count() == 1
    assert recorded() == [
        "customer.created",
        "customer.access_granted",
        "customer.access_granted",
    ]


@pytest.mark.parametrize("who", ["olga", "rory"])
def test_postgresql_and_python_write_the_same_customer(api, olga, rory, who):
    reader = {"olga": olga, "rory": rory}[who]
    born = {"birthday": "1990-02-28", "address": {"postcode": "N17 9EZ", "flat": [1, None]}}
    api(olga).post("/customers", PRIYA | born | {"customer_notes": "Passcode 1234"})
    api(olga).post("/customers", {"company": 'Ünïcode "& Sons" \\'})
    request = RequestFactory().get("/")
    request.auth = reader
    for row in Customer.objects.annotate(body=written(for_staff=reader)):
        by_python = CustomerOut.model_validate(row, context={"request": request})
        assert json.loads(row.body) == json.loads(by_python.model_dump_json())


def test_private_notes_are_neither_shown_nor_taken_without_the_right(api, olga, rory, recorded):
    made = api(olga).post("/customers", PRIYA | {"customer_notes": "Passcode 1234"}).json()
    path = f"/customers/{made['id']}"
    before = recorded()
    assert api(olga).get(path).json()["customer_notes"] == "Passcode 1234"
    assert api(rory).get(path).json()["customer_notes"] is None
    assert api(rory).get("/customers").json()["items"][0]["customer_notes"] is None
    refused = api(rory).patch(path, {"customer_notes": "Gone"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (403, "customer_notes")
    assert recorded() == before


def test_the_list_is_sorted_by_family_name(api, rory):
    for last in ("Zeller", "Élan", "Brown"):
        api(rory).post("/customers", {"first_name": "A", "last_name": last})
    page = api(rory).get("/customers", {"limit": 2}).json()
    rest = api(rory).get("/customers", {"limit": 2, "cursor": page["next_cursor"]}).json()
    found = [row["last_name"] for row in [*page["items"], *rest["items"]]]
    assert found == ["Brown", "Élan", "Zeller"]
    assert (page["total"], rest["next_cursor"]) == (3, None)


@pytest.mark.parametrize(
    ("query", "found"),
    [({"q": "nai"}, 1), ({"phone": "+44 7700 900482"}, 1), ({"q": "zzz"}, 0)],
)
def test_somebody_is_found(api, rory, query, found):
    api(rory).post("/customers", PRIYA)
    assert len(api(rory).get("/customers", query).json()["items"]) == found


def test_a_technician_sees_only_their_own(api, rory, tess):
    customer_id = api(rory).post("/customers", PRIYA).json()["id"]
    assert api(tess).get("/customers").json()["items"] == []
    Access.objects.create(customer_id=customer_id, staff=tess, reason="lead assigned")
    assert api(tess).get(f"/customers/{customer_id}").status_code == 200


def test_patch_changes_what_is_sent(api, rory, recorded):
    path = f"/customers/{api(rory).post('/customers', PRIYA).json()['id']}"
    changed = api(rory).patch(path, {"company": "Nair Design"}, if_match='"1"')
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    assert (changed.json()["company"], changed.json()["first_name"]) == ("Nair Design", "Priya")
    assert api(rory).patch(path, {"company": "X"}, if_match='"1"').status_code == 412
    assert recorded()[-1] == "customer.edited"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"marketing_consent": True}, "marketing_consent"),
        ({"birthday": "28/02/1990"}, "birthday"),
        ({"tags": ["x" * 51]}, "tags.0"),
        ({"language": "English"}, "language"),
        ({"email": "nobody"}, "email"),
        ({"preferred_contact": "PIGEON"}, "preferred_contact"),
    ],
)
def test_a_bad_change_is_refused_by_name(api, rory, recorded, change, field):
    path = f"/customers/{api(rory).post('/customers', PRIYA).json()['id']}"
    before = recorded()
    response = api(rory).patch(path, change)
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, field)
    assert recorded() == before


def test_nobody_at_all_is_refused(api, rory, recorded):
    response = api(rory).post("/customers", {"tags": ["vip"]})
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "name")
    assert recorded() == []
