"""The calculator at the counter, and the page that says why."""

import pytest

from crm.activity.models import ConfigVersion
from crm.customers.tests import make as people
from crm.pricing import rules
from crm.pricing.models import PriceQuote
from crm.pricing.tests import make

CHOSEN = {
    "repair_type": "SCREEN_REPAIR",
    "brand": "Apple",
    "model": "iPhone 13",
    "urgency": "URGENT",
    "on": "2026-03-04",
}


@pytest.fixture
def desk(as_staff, rory):
    return as_staff(rory)


def test_the_page_offers_the_calculator_and_says_what_to_do_first(desk):
    page = desk.get("/pricing").content.decode()
    assert "No price has been kept yet" in page
    assert "Screen repair" in page
    assert "Original part" in page


def test_the_price_follows_what_is_chosen(desk, recorded):
    page = desk.get("/pricing/worked-out", CHOSEN).content.decode()
    assert "£224.00" in page
    assert "Urgent, ×\N{NO-BREAK SPACE}1.5" in page
    assert "£186.67 and £37.33 VAT" in page
    assert (PriceQuote.objects.count(), recorded()) == (0, [])


def test_half_a_year_typed_is_said_so_and_is_no_error(desk):
    response = desk.get("/pricing/worked-out", CHOSEN | {"device_year": "20"})
    assert response.status_code == 200
    assert "greater than or equal to 1980" in response.content.decode()


def test_a_price_is_kept(desk, rory, recorded):
    response = desk.post("/pricing/quotes", CHOSEN | {"loyalty": "SILVER", "referred": "on"})
    quote = PriceQuote.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/pricing/quotes/{quote.pk}")
    assert (quote.asked.loyalty_tier, quote.asked.referred, quote.total) == ("SILVER", True, 201)
    assert recorded() == ["price.quoted"]


def test_a_first_visit_is_a_visit_before_any_other(desk):
    desk.post("/pricing/quotes", CHOSEN | {"loyalty": "first"})
    quote = PriceQuote.objects.get()
    assert (quote.asked.visits, quote.total) == (0, 212)


def test_a_mistake_keeps_every_word(desk, recorded):
    response = desk.post("/pricing/quotes", CHOSEN | {"device_year": "20"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="iPhone 13"' in page
    assert 'value="20"' in page
    assert recorded() == []


def test_a_price_says_why_then_and_now(desk, rory):
    quote = make.quote(rory, model="iPhone 13", brand="Apple", urgency="HIGH")
    page = desk.get(f"/pricing/quotes/{quote.pk}").content.decode()
    assert "£179.00" in page
    assert page.count(">the same<") == 2
    assert "Base price" in page
    assert quote.config_version in page


def test_a_price_whose_rules_are_gone_says_so(desk, rory):
    quote = make.quote(rory)
    ConfigVersion.objects.filter(name="pricing").delete()
    assert "not in the record" in desk.get(f"/pricing/quotes/{quote.pk}").content.decode()


def test_a_customer_of_another_branch_stays_nameless(desk, rory, branch, other_branch):
    theirs = people.customer(other_branch, "Somebody Else")
    quote = rules.quote(make.asked(), by=rory, branch=branch, customer=theirs)
    assert "Somebody Else" not in desk.get(f"/pricing/quotes/{quote.pk}").content.decode()


def test_another_branch_sees_none_of_it(as_staff, rory, rex):
    quote = make.quote(rory, brand="Zenith")
    assert "Zenith" not in as_staff(rex).get("/pricing").content.decode()
    assert as_staff(rex).get(f"/pricing/quotes/{quote.pk}").status_code == 404


def test_who_may_only_look_is_not_offered_to_keep(as_staff, mia, recorded):
    assert "Keep this price" not in as_staff(mia).get("/pricing").content.decode()
    assert as_staff(mia).post("/pricing/quotes", CHOSEN).status_code == 403
    assert recorded() == []


@pytest.mark.parametrize("number", [1, 10, 25])
def test_the_page_costs_the_same_however_much_was_given(
    desk, rory, number, django_assert_max_num_queries
):
    make.make_many(number, by=rory)
    desk.get("/pricing")
    with django_assert_max_num_queries(8):
        desk.get("/pricing")


def test_more_rows_follow_by_cursor(desk, rory):
    make.make_many(30, by=rory)
    first = desk.get("/pricing")
    more = first.context["more"]
    rows = desk.get("/pricing", {"cursor": more}, headers={"hx-request": "true"})
    assert len(rows.context["quotes"]) == 5
    assert "<html" not in rows.content.decode()
