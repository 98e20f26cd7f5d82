"""/pricing: work a price out, give it, ask why."""

import pytest

from crm.accounts.models import IdempotencyKey
from crm.customers.tests import make as people
from crm.pricing import rules
from crm.pricing.config import pricing_config
from crm.pricing.models import PriceQuote
from crm.pricing.tests import make

URGENT = {
    "repair_type": "SCREEN_REPAIR",
    "brand": "Apple",
    "model": "iPhone 13",
    "urgency": "URGENT",
    "on": "2026-03-04",
}


def test_a_price_is_worked_out_and_nothing_is_saved(api, mia, recorded):
    body = api(mia).post("/pricing/simulate", URGENT).json()
    assert (body["total"], body["net"], body["vat"], body["vat_rate"]) == (224, 186.67, 37.33, 20)
    assert body["lines"] == [
        {"kind": "base", "amount": 149, "subtotal": 149, "factor": None, "detail": "iPhone 13"},
        {"kind": "urgency", "amount": 74.5, "subtotal": 223.5, "factor": 1.5, "detail": "URGENT"},
        {"kind": "rounding", "amount": 0.5, "subtotal": 224, "factor": None, "detail": ""},
    ]
    assert (body["source"], body["config_version"]) == ("engine", pricing_config.version)
    assert (PriceQuote.objects.count(), recorded()) == (0, [])


def test_a_price_is_given(api, tess, branch, recorded):
    response = api(tess).post("/pricing/quotes", URGENT)
    assert response.status_code == 201
    quote = PriceQuote.objects.get()
    body = response.json()
    assert response["Location"] == f"/api/crm/pricing/quotes/{quote.pk}"
    assert (body["id"], body["total"], body["device"]) == (str(quote.pk), 224, "Apple iPhone 13")
    assert body["inputs"]["on"] == "2026-03-04"
    assert (body["branch_id"], body["created_by"]) == (str(branch.pk), str(tess.pk))
    assert api(tess).get(f"/pricing/quotes/{quote.pk}").json() == body
    assert recorded() == ["price.quoted"]


def test_the_same_call_twice_gives_one_price(api, rory, recorded):
    first = api(rory).post("/pricing/quotes", URGENT, idempotency_key="once")
    again = api(rory).post("/pricing/quotes", URGENT, idempotency_key="once")
    assert again.json() == first.json()
    assert again["Idempotency-Replayed"] == "true"
    assert (PriceQuote.objects.count(), IdempotencyKey.objects.count()) == (1, 1)
    assert recorded() == ["price.quoted"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"repair_type": "SCREEN"}, "repair_type"),
        ({"urgency": "NOW"}, "urgency"),
        ({"part_grade": "DIAMOND"}, "part_grade"),
        ({"complexity": "DIAMOND"}, "complexity"),
        ({"loyalty_tier": "DIAMOND"}, "loyalty_tier"),
        ({"device_year": 1900}, "device_year"),
        ({"visits": -1}, "visits"),
        ({"on": "tomorrow"}, "on"),
        ({"model": "x" * 101}, "model"),
        ({"total": 5}, "total"),
    ],
)
def test_bad_input_names_the_field_and_changes_nothing(api, rory, recorded, change, field):
    for path in ("/pricing/simulate", "/pricing/quotes"):
        response = api(rory).post(path, URGENT | change)
        assert response.status_code == 422
        assert field in response.json()["errors"][0]["field"]
    assert (PriceQuote.objects.count(), recorded()) == (0, [])


def test_a_customer_the_caller_cannot_see_is_refused(api, rory, other_branch, recorded):
    theirs = people.customer(other_branch, "Somebody Else")
    response = api(rory).post("/pricing/quotes", URGENT | {"customer_id": str(theirs.pk)})
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "customer_id"
    assert PriceQuote.objects.count() == 0


def test_a_customers_prices_can_be_listed(api, rory, branch):
    priya = people.customer(branch, "Priya Nair")
    api(rory).post("/pricing/quotes", URGENT | {"customer_id": str(priya.pk)})
    make.quote(rory)
    body = api(rory).get("/pricing/quotes", {"customer_id": str(priya.pk)}).json()
    assert [item["customer_id"] for item in body["items"]] == [str(priya.pk)]


def test_another_branch_sees_none_of_it(api, rory, rex, other_branch, recorded):
    quote = make.quote(rory)
    recorded.begin()
    assert api(rex).get("/pricing/quotes").json()["items"] == []
    assert api(rex).get(f"/pricing/quotes/{quote.pk}").status_code == 404
    assert api(rex).get(f"/pricing/quotes/{quote.pk}/replay").status_code == 404
    here = URGENT | {"branch_id": str(quote.branch_id)}
    assert api(rex).post("/pricing/quotes", here).status_code == 422
    assert recorded() == []


def test_strangers_and_the_wrong_role_are_turned_away(api, mia, rory, recorded):
    quote = make.quote(rory)
    recorded.begin()
    assert api(None).post("/pricing/simulate", URGENT).status_code == 401
    assert api(None).get(f"/pricing/quotes/{quote.pk}").status_code == 401
    assert api(mia).post("/pricing/quotes", URGENT).status_code == 403
    assert (PriceQuote.objects.count(), recorded()) == (1, [])


def test_a_replay_tells_then_and_now(api, rory, settings, tmp_path):
    quote = make.quote(rory, model="iPhone 13")
    settings.CONFIG_DIR = tmp_path
    dearer = "repairs:\n  SCREEN_REPAIR:\n    models: {iphone-13: 169}\n"
    (tmp_path / "pricing.yaml").write_text(dearer)
    try:
        pricing_config.refresh()
        body = api(rory).get(f"/pricing/quotes/{quote.pk}/replay").json()
    finally:
        settings.CONFIG_DIR = None
        pricing_config.refresh()
    assert (body["quote"]["total"], body["then"]["total"], body["now"]["total"]) == (149, 149, 169)
    assert (body["then"]["is_same"], body["now"]["is_same"]) == (True, False)
    assert rules.replay(quote).is_same is True


@pytest.mark.parametrize("number", [1, 10, 100])
def test_a_list_costs_the_same_however_long(api, rory, number, django_assert_num_queries):
    make.make_many(number, by=rory)
    client = api(rory)
    client.get("/pricing/quotes")
    with django_assert_num_queries(5):
        body = client.get("/pricing/quotes", {"limit": 100}).json()
    assert (len(body["items"]), body["total"]) == (number, number)


def test_the_list_is_paged(api, rory):
    make.make_many(3, by=rory)
    first = api(rory).get("/pricing/quotes", {"limit": 2}).json()
    second = api(rory).get("/pricing/quotes", {"limit": 2, "cursor": first["next_cursor"]}).json()
    assert len({item["id"] for item in first["items"] + second["items"]}) == 3
    assert (second["next_cursor"], second["total"]) == (None, None)
