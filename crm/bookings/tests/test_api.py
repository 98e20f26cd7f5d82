"""`/api/crm/bookings`, as a program meets it."""

from datetime import timedelta

import pytest

from crm.accounts.tests import make as people
from crm.bookings import rules
from crm.bookings.models import Booking
from crm.bookings.tests.make import make_booking, make_many
from crm.customers.models import Customer
from crm.leads.tests.make import make_lead
from crm.lib import clock

NEW = {"repair_type": "SCREEN_REPAIR", "problem_description": "Cracked"}
SOMEBODY = {"first_name": "Ann", "last_name": "Able", "phone": "07700 900123"}


def soon(**time):
    return (clock.now() + timedelta(**time or {"days": 2})).isoformat().replace("+00:00", "Z")


@pytest.fixture
def made(api, rory, customer):
    answer = api(rory).post("/bookings", NEW | {"customer_id": str(customer.pk)})
    return answer.json()


def test_a_repair_is_taken_in_and_read_again(api, rory, customer, device, recorded):
    body = NEW | {
        "customer_id": str(customer.pk),
        "device_id": str(device.pk),
        "base_price": 129.5,
        "promised_at": soon(),
    }
    answer = api(rory).post("/bookings", body)
    made = answer.json()
    assert (answer.status_code, answer["ETag"]) == (201, '"1"')
    assert answer["Location"] == f"/api/crm/bookings/{made['id']}"
    assert made["reference"] == f"FX-{made['number']}"
    assert (made["base_price"], made["status"]) == (129.5, "CONFIRMED")
    assert made["device_name"] == "MacBook Pro 14"
    assert made["next_statuses"] == ["IN_PROGRESS", "CANCELLED"]
    again = api(rory).get(f"/bookings/{made['id']}")
    assert (again.json(), again["ETag"]) == (made, '"1"')
    assert recorded() == ["booking.created"]


def test_without_a_price_it_is_quoted(made):
    booking = Booking.objects.get(pk=made["id"])
    assert booking.base_price == booking.price_quote.total > 0
    assert made["price_quote_id"] == str(booking.price_quote_id)


def test_somebody_new_and_a_lead(api, rory, branch, recorded):
    new = api(rory).post("/bookings", NEW | {"customer": SOMEBODY})
    assert (new.status_code, Customer.objects.get().name) == (201, "Ann Able")
    lead = make_lead(branch=branch, name="Priya Nair", phone="07700 900482")
    booked = api(rory).post("/bookings", NEW | {"lead_id": str(lead.pk)}).json()
    assert booked["lead_id"] == str(lead.pk)
    lead.refresh_from_db()
    assert str(lead.converted_customer_id) == booked["customer_id"]


def test_one_key_takes_it_in_once(api, rory, customer):
    body = NEW | {"customer_id": str(customer.pk)}
    first, second = (
        api(rory).post("/bookings", body, idempotency_key="counter-1") for _time in range(2)
    )
    assert first.json() == second.json()
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({}, None),
        ({"customer": {}}, "name"),
        ({"customer": SOMEBODY, "repair_type": "MAGIC"}, "repair_type"),
        ({"customer": SOMEBODY, "base_price": -1.0}, "base_price"),
        ({"customer": SOMEBODY, "base_price": "12"}, "base_price"),
        ({"customer": SOMEBODY, "promised_at": "2020-01-01T10:00:00Z"}, "promised_at"),
        ({"customer": SOMEBODY, "promised_at": "tomorrow"}, "promised_at"),
        ({"customer": SOMEBODY, "photo_urls": ["javascript:alert(1)"]}, "photo_urls.0"),
        (
            {"customer": SOMEBODY, "device_condition": {"powers_on": 0}},
            "device_condition.powers_on",
        ),
        ({"customer": SOMEBODY, "status": "COMPLETED"}, None),
        ({"customer": SOMEBODY, "nps_score": 9}, "nps_score"),
        ({"customer": SOMEBODY, "version": 9}, "version"),
        ({"customer": SOMEBODY, "colour": "red"}, "colour"),
        ({"customer_id": "00000000-0000-0000-0000-000000000001"}, "customer_id"),
        ({"lead_id": "00000000-0000-0000-0000-000000000001"}, "lead_id"),
    ],
)
def test_a_repair_that_cannot_be_is_refused_whole(api, rory, recorded, wrong, field):
    answer = api(rory).post("/bookings", NEW | wrong)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    if field:
        assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert (Booking.objects.count(), Customer.objects.count()) == (0, 0)
    assert recorded() == []


def test_a_customer_of_another_branch_is_nobody(api, rex, customer):
    answer = api(rex).post("/bookings", NEW | {"customer_id": str(customer.pk)})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "customer_id")


def test_the_technician_books_only_for_whom_they_see_and_gives_to_nobody(
    api, tess, rory, customer, branch
):
    body = NEW | {"customer_id": str(customer.pk)}
    assert api(tess).post("/bookings", body).status_code == 422
    assert api(tess).post("/bookings", NEW | {"customer": SOMEBODY}).status_code == 403
    rules.claim(make_booking(branch=branch, customer=customer), by=tess)
    given = body | {"assigned_technician_id": str(rory.pk)}
    assert api(tess).post("/bookings", given).status_code == 403
    taken = body | {"assigned_technician_id": str(tess.pk)}
    assert api(tess).post("/bookings", taken).status_code == 201


def test_rex_sees_nothing(api, rex, made):
    assert api(rex).get("/bookings").json()["items"] == []
    assert api(rex).get(f"/bookings/{made['id']}").status_code == 404
    assert api(rex).post(f"/bookings/{made['id']}/claim").status_code == 404


def test_it_is_changed_by_whoever_saw_it_last(api, rory, made, recorded):
    path = f"/bookings/{made['id']}"
    changed = api(rory).patch(path, {"urgency_level": "URGENT"}, if_match='"1"')
    assert (changed.json()["urgency_level"], changed["ETag"]) == ("URGENT", '"2"')
    assert api(rory).patch(path, {"urgency_level": "LOW"}, if_match='"1"').status_code == 412
    owned = api(rory).patch(path, {"status": "COMPLETED"})
    assert (owned.status_code, owned.json()["errors"][0]["field"]) == (422, "status")
    replaced = api(rory).put(path, NEW).json()
    assert (replaced["urgency_level"], replaced["base_price"]) == ("STANDARD", None)
    assert recorded() == ["booking.edited", "booking.edited"]


def test_from_the_bench_to_the_customer(api, tess, made, recorded):
    path = f"/bookings/{made['id']}"
    bad = api(tess).post(f"{path}/status", {"status": "READY_FOR_PICKUP"})
    assert (bad.status_code, bad.json()["errors"][0]["field"]) == (409, "status")
    assert api(tess).post(f"{path}/claim").json()["assigned_technician_id"] == str(tess.pk)
    api(tess).post(f"{path}/promise", {"promised_at": soon()})
    api(tess).post(f"{path}/status", {"status": "IN_PROGRESS"})
    part = api(tess).post(f"{path}/parts", {"name": "Screen", "cost": 54.1})
    assert part.status_code == 201
    moved = api(tess).patch(f"{path}/parts/{part.json()['id']}", {"status": "FITTED"})
    assert moved.json()["status"] == "FITTED"
    fault = api(tess).post(f"{path}/faults", {"what": "Battery at 71%", "price": 89.0}).json()
    api(tess).patch(f"{path}/faults/{fault['id']}", {"decision": "DECLINED"})
    api(tess).post(f"{path}/status", {"status": "READY_FOR_PICKUP"})
    assert api(tess).post(f"{path}/told").json()["told_at"]
    done = api(tess).post(f"{path}/collect").json()
    assert (done["status"], done["warranty_until"] is not None) == ("COMPLETED", True)
    assert api(tess).post(f"{path}/rate", {"nps_score": 10}).json()["nps_score"] == 10
    told = api(tess).get(f"{path}/history").json()
    assert [step["to_status"] for step in told["steps"]] == [
        "CONFIRMED",
        "IN_PROGRESS",
        "READY_FOR_PICKUP",
        "COMPLETED",
    ]
    assert [promise["kept"] for promise in told["promises"]] == [True]
    assert [one["decision"] for one in told["faults"]] == ["DECLINED"]
    assert "booking.told" in recorded()


def test_a_return_is_free_and_a_refund_is_the_managers(api, tess, olga, branch):
    done = make_booking(branch=branch, status="COMPLETED")
    path = f"/bookings/{done.pk}"
    back = api(tess).post(f"{path}/warranty-return", {"problem_description": "Dark again"})
    assert (back.status_code, back.json()["base_price"]) == (201, 0.0)
    assert back.json()["warranty_of_id"] == str(done.pk)
    assert back["Location"] == f"/api/crm/bookings/{back.json()['id']}"
    assert api(tess).post(f"{path}/refund", {"reason": "Broke"}).status_code == 403
    assert api(olga).post(f"{path}/refund", {"reason": "Broke"}).json()["status"] == "REFUNDED"


def test_the_list_is_narrowed(api, rory, tess, branch, customer):
    late = make_booking(branch=branch, customer=customer, technician=tess)
    Booking.objects.filter(pk=late.pk).update(promised_at=clock.now() - timedelta(hours=1))
    make_booking(branch=branch, status="COMPLETED", name="Bob Busy")

    def found(**query):
        return [one["id"] for one in api(rory).get("/bookings", query).json()["items"]]

    for query in (
        {"overdue": "true"},
        {"open": "true"},
        {"customer_id": str(customer.pk)},
        {"assigned_technician_id": str(tess.pk)},
        {"reference": late.reference},
        {"status": ["CONFIRMED", "PENDING"]},
        {"promised_before": soon()},
    ):
        assert found(**query) == [str(late.pk)], query
    assert len(found(sort="promised_at")) == 2
    assert str(late.pk) not in found(assigned_technician_id="nobody")


def test_pages_follow_each_other(api, rory, branch):
    make_many(7, branch=branch, by=rory)
    first = api(rory).get("/bookings", {"limit": 5, "sort": "promised_at"}).json()
    assert (first["total"], len(first["items"])) == (7, 5)
    rest = (
        api(rory)
        .get("/bookings", {"limit": 5, "sort": "promised_at", "cursor": first["next_cursor"]})
        .json()
    )
    assert (len(rest["items"]), rest["next_cursor"], rest["total"]) == (2, None, None)


@pytest.mark.parametrize("number", [1, 10, 100])
def test_the_list_costs_the_same_for_any_number(
    api, rory, branch, customer, device, django_assert_num_queries, number
):
    make_many(number, branch=branch, by=rory, customer=customer, device=device)
    caller = api(rory)
    caller.get("/bookings", {"limit": 100})
    with django_assert_num_queries(5):
        caller.get("/bookings", {"limit": 100})


def test_a_technician_puts_a_return_on_nobody_else_s_bench(api, branch, rory, tess, recorded):
    first = make_booking(branch=branch, by=rory, status="COMPLETED")
    junior = people.staff("Juno Junior", "technician", branch)
    told = {"problem_description": "Dark again", "assigned_technician_id": str(junior.pk)}
    recorded.begin()
    answer = api(tess).post(f"/bookings/{first.pk}/warranty-return", told)
    assert (answer.status_code, recorded()) == (403, [])
