"""Bad input gets a sentence that names the field, a 4xx in problem+json, and changes nothing."""

import json

import pytest

from crm.leads.models import Lead

GOOD = {"source_type": "PHONE", "contact_info": {"name": "Priya Nair"}}
JSON = "application/json"


def text(**changes):
    return json.dumps(GOOD | changes).encode()


def named(name):
    return {"contact_info": {"name": name}}


BODIES = {
    "not JSON at all": (b"{", 400, ""),
    "not UTF-8": (b'{"source_type": "\xff"}', 400, ""),
    "a list": (b"[]", 422, ""),
    "null": (b"null", 422, "body"),
    "nothing": (b"", 422, "body"),
    "NaN": (b'{"source_type": "PHONE", "contact_info": {"n": NaN}}', 400, ""),
    "Infinity": (b'{"source_type": "PHONE", "contact_info": {"n": -Infinity}}', 400, ""),
    "a float beyond floats": (
        b'{"source_type": "PHONE", "contact_info": {"n": 1e400}}',
        422,
        "contact_info.n",
    ),
    "a huge whole number": (text(contact_info={"name": "x", "n": 10**30}), 422, "contact_info.n"),
    "more digits than Python reads": (b'{"a": ' + b"9" * 5000 + b"}", 400, ""),
    "a bottomless nesting": (b"[" * 100_000 + b"]" * 100_000, 400, ""),
    "a deep nesting": (
        text(contact_info=json.loads('{"a":' * 30 + "1" + "}" * 30)),
        400,
        "contact_info" + ".a" * 20,
    ),
    "NUL in a value": (text(**named("a\0b")), 422, "contact_info.name"),
    "NUL in a name": (text(contact_info={"a\0": 1}), 422, "contact_info"),
    "a lone surrogate": (
        b'{"source_type": "PHONE", "contact_info": {"name": "\\ud800"}}',
        422,
        "contact_info.name",
    ),
    "an unknown enum value": (text(source_type="FAX"), 422, "source_type"),
    "a number for a word": (text(source_type=7), 422, "source_type"),
    "a word for a number": (text(estimated_value="12"), 422, "estimated_value"),
    "true for a number": (text(estimated_value=True), 422, "estimated_value"),
    "money beyond the column": (text(estimated_value=100_000_000), 422, "estimated_value"),
    "money below nothing": (text(estimated_value=-0.01), 422, "estimated_value"),
    "text beyond the column": (text(budget_range="x" * 51), 422, "budget_range"),
    "an email that is none": (text(contact_info={"email": "priya"}), 422, "contact_info.email"),
    "a phone that is none": (text(contact_info={"phone": "ring me"}), 422, "contact_info.phone"),
    "a name that is a list": (text(contact_info={"name": ["a"]}), 422, "contact_info.name"),
    "too many keys": (
        text(device_interest={f"k{n}": 1 for n in range(51)}),
        422,
        "device_interest",
    ),
    "too much in one column": (text(source_details={"a": "x" * 16_001}), 422, "source_details"),
    "a field nobody knows": (text(colour="red"), 422, "colour"),
    "half of an outside id": (text(external_source="old"), 422, ""),
    "an id that is none": (text(assigned_to="nobody"), 422, "assigned_to"),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_bad_body_is_refused(api, rory, recorded, name):
    body, status, field = BODIES[name]
    response = api(rory).browser.post("/api/crm/leads", body, content_type=JSON)
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["detail"]
    if field:
        assert problem["errors"][0]["field"] == field
        assert problem["errors"][0]["message"]
    assert Lead.objects.count() == 0
    assert recorded() == []


QUERIES = {
    "limit=1000000000000000000000000000000": "limit",
    "limit=0": "limit",
    "limit=101": "limit",
    "limit=ten": "limit",
    "limit=" + "9" * 5000: "limit",
    "limit=1&limit=2": "limit",
    "cursor=made-up": "cursor",
    "status=GONE": "status",
    "assigned_to=somebody": "assigned_to",
    "min_score=nan": "min_score",
    "created_from=2026-11-22": "created_from",
    "created_from=0001-01-01T00:00:00%2B14:00": "created_from",
    "q=ab": "q",
    "q=abc%00": "q",
    "sort=name": "sort",
    "email=priya": "email",
    "phone=1": "phone",
    "offset=10": "offset",
}


@pytest.mark.parametrize("query", QUERIES)
def test_a_bad_query_is_refused(api, rory, query):
    response = api(rory).browser.get(f"/api/crm/leads?{query}")
    assert response.status_code == 422, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"][0]["field"] == QUERIES[query]


def test_a_cursor_of_another_order_is_refused(api, rory, lead):
    api(rory).post("/leads", GOOD)
    cursor = api(rory).get("/leads", {"limit": 1}).json()["next_cursor"]
    response = api(rory).get("/leads", {"cursor": cursor, "sort": "lead_score"})
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "cursor")


def test_a_ten_megabyte_body_is_refused(api, rory, recorded):
    body = text(initial_needs="x" * 10_000_000)
    response = api(rory).browser.post("/api/crm/leads", body, content_type=JSON)
    assert (response.status_code, response.json()["status"]) == (413, 413)
    assert recorded() == []


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "text/json"])
def test_only_json_is_json(api, rory, recorded, kind):
    response = api(rory).browser.post("/api/crm/leads", text(), content_type=kind)
    assert (response.status_code, response.json()["status"]) == (415, 415)
    assert recorded() == []


@pytest.mark.parametrize(
    "path", ["/leads/1", "/leads/not-an-id", "/leads/%00", "/nothing", "/leads/", "/"]
)
def test_an_address_that_is_none_is_a_404(api, rory, path):
    response = api(rory).get(path)
    assert (response.status_code, response.json()["status"]) == (404, 404)
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("tag", ["1", '"x"', '"1", "2"', "²"])
def test_a_tag_that_is_none_changes_nothing(api, rory, lead, recorded, tag):
    if tag == "1":
        tag = '"' + "9" * 40 + '"'
    response = api(rory).patch(f"/leads/{lead.pk}", {"initial_needs": "New"}, if_match=tag)
    assert (response.status_code, response.json()["errors"][0]["field"]) == (412, "If-Match")
    assert recorded() == []


def test_a_method_an_address_does_not_know_is_named(api, rory):
    response = api(rory).delete("/leads")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS, POST")


def test_a_stranger_is_asked_who_they_are(api):
    for answer in (api(None).get("/leads"), api(None).post("/leads", GOOD)):
        assert (answer.status_code, answer.json()["status"]) == (401, 401)
