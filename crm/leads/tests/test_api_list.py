"""Reading leads through the API."""

import json
from decimal import Decimal

from django.test import RequestFactory

from crm.leads.api.given import LeadOut, Written
from crm.leads.models import Lead
from crm.leads.tests.make import make_lead, make_many

NEWEST_FIRST = ["created_at", "-created_at", "lead_score", "-lead_score", "next_follow_up"]


def names(response):
    return [item["contact_info"]["name"] for item in response.json()["items"]]


def test_the_newest_lead_comes_first(api, rory, branch):
    make_lead(branch=branch, name="First")
    make_lead(branch=branch, name="Second")
    response = api(rory).get("/leads")
    assert response.status_code == 200
    assert names(response) == ["Second", "First"]
    assert response.json()["total"] == 2
    assert response.json()["total_is_capped"] is False
    assert response.json()["next_cursor"] is None


def test_another_branch_sees_none_of_them(api, rex, branch):
    make_lead(branch=branch)
    assert api(rex).get("/leads").json() == {
        "items": [],
        "next_cursor": None,
        "total": 0,
        "total_is_capped": False,
    }


def test_pages_follow_each_other_without_gap_or_repetition(api, rory, branch):
    make_many(7, branch=branch)
    for sort in NEWEST_FIRST:
        seen, cursor = [], None
        while True:
            query = {"limit": 3, "sort": sort} | ({"cursor": cursor} if cursor else {})
            page = api(rory).get("/leads", query).json()
            seen += [item["id"] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert sorted(seen) == sorted(str(pk) for pk in Lead.objects.values_list("pk", flat=True))
        assert len(seen) == 7


def test_the_total_is_counted_on_the_first_page_only(api, rory, branch):
    make_many(3, branch=branch)
    first = api(rory).get("/leads", {"limit": 2}).json()
    assert first["total"] == 3
    second = api(rory).get("/leads", {"limit": 2, "cursor": first["next_cursor"]}).json()
    assert second["total"] is None
    assert len(second["items"]) == 1


def test_reading_fifty_costs_as_many_statements_as_reading_one(
    api, rory, branch, django_assert_num_queries
):
    browser = api(rory)
    make_many(50, branch=branch)
    with django_assert_num_queries(5) as fifty:
        assert len(browser.get("/leads").json()["items"]) == 50
    Lead.objects.exclude(pk=Lead.objects.latest("id").pk).delete()
    with django_assert_num_queries(len(fifty)):
        assert len(browser.get("/leads").json()["items"]) == 1


def test_postgresql_and_python_write_the_same_lead(rory, branch, other_branch):
    known = make_lead(
        branch=branch,
        name='Ünïcode "quoted" \\ 漢字',
        phone="07700 900482",
        device_interest={"brand": "Apple", "year": 2021, "nested": {"a": [1.5, None, True]}},
        estimated_value=Decimal("149.90"),
        assigned_to=rory,
    )
    make_lead(branch=branch, name="Plain")
    request = RequestFactory().get("/")
    request.auth = rory
    for lead in Lead.objects.filter(branch=branch):
        by_python = LeadOut.model_validate(lead, context={"request": request})
        by_postgresql = Lead.objects.annotate(body=Written(rory)).get(pk=lead.pk).body
        assert json.loads(by_postgresql) == json.loads(by_python.model_dump_json())
    assert known.assigned_to == rory


def test_filters_are_combined(api, rory, branch):
    make_lead(branch=branch, name="Web", source_type="WEBSITE")
    make_lead(branch=branch, name="Phone", source_type="PHONE", urgency_level="HIGH")
    make_lead(branch=branch, name="Walk-in", source_type="WALK_IN", urgency_level="HIGH")
    read = api(rory).get
    assert names(read("/leads", {"source_type": ["WEBSITE", "PHONE"]})) == ["Phone", "Web"]
    assert names(read("/leads", {"urgency_level": "HIGH", "source_type": "PHONE"})) == ["Phone"]
    assert names(read("/leads", {"q": "walk"})) == ["Walk-in"]


def test_a_misspelt_filter_is_refused_by_name(api, rory):
    response = api(rory).get("/leads", {"satus": "LOST"})
    assert response.status_code == 422
    assert response.json()["errors"] == [
        {"field": "satus", "message": "There is no such parameter here."}
    ]


def test_head_and_options_answer_as_http_says(api, rory, branch):
    lead = make_lead(branch=branch)
    head = api(rory).browser.head(f"/api/crm/leads/{lead.pk}")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", '"1"')
    options = api(rory).browser.options(f"/api/crm/leads/{lead.pk}")
    assert options.status_code == 204
    assert options["Allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"
