"""The JSON door: the platform's contact form, and any other site that is welcome."""

import pytest

from crm.consent.models import Consent
from crm.leads.models import Lead
from crm.portal.config import portal

PATH = "/api/public/leads"
SITE = "https://www.revivatech.test"
FORM = {
    "name": "Priya Nair",
    "email": "priya@example.com",
    "phone": "",
    "device": "MacBook Pro 14",
    "issue": "Liquid damage",
    "urgency": "EMERGENCY",
    "message": "Coffee, an hour ago.",
}


@pytest.fixture(autouse=True)
def _welcome(monkeypatch, branch):
    open_to = portal().model_copy(update={"origins": [SITE]})
    monkeypatch.setattr("crm.portal.api.enquiry.portal", lambda: open_to)


def post(client, body, **headers):
    return client.post(PATH, body, content_type="application/json", headers=headers)


def test_the_platforms_contact_form_becomes_a_lead(client, branch, recorded):
    answer = post(client, FORM, origin=SITE)
    assert (answer.status_code, answer.json()["success"]) == (201, True)
    assert answer.headers["access-control-allow-origin"] == SITE
    lead = Lead.objects.get()
    assert (lead.name, lead.device, lead.fault) == (
        "Priya Nair",
        "MacBook Pro 14",
        "Liquid damage",
    )
    assert (lead.urgency_level, lead.initial_needs) == ("URGENT", "Coffee, an hour ago.")
    assert lead.branch == branch
    assert recorded() == ["lead.created"]


def test_a_browser_asks_first_and_only_a_known_site_is_told_yes(client):
    asks = {"origin": SITE, "access-control-request-method": "POST"}
    yes = client.options(PATH, headers=asks)
    assert (yes.status_code, yes.headers["access-control-allow-origin"]) == (204, SITE)
    assert yes.headers["access-control-allow-headers"] == "Content-Type"
    no = client.options(PATH, headers=asks | {"origin": "https://evil.test"})
    assert "access-control-allow-origin" not in no.headers


def test_a_site_that_is_not_welcome_is_refused(client, recorded):
    answer = post(client, FORM, origin="https://evil.test")
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert recorded() == []


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"email": ""}, 422, "email"),
        ({"email": "nobody"}, 422, "email"),
        ({"phone": "12"}, 422, "phone"),
        ({"name": " "}, 422, "name"),
        ({"name": 7}, 422, "name"),
        ({"message": "x" * 5000}, 422, "message"),
        ({"message": "a\0b"}, 422, "message"),
        ({"colour": "grey"}, 422, "colour"),
        ({"branch": "atlantis"}, 422, "branch"),
        ({"behaviour": {"page_views": -1}}, 422, "behaviour.page_views"),
    ],
)
def test_bad_input_is_named_and_readable_by_the_site(client, changes, status, field, recorded):
    answer = post(client, FORM | changes, origin=SITE)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (status, field)
    assert answer.headers["access-control-allow-origin"] == SITE
    assert recorded() == []


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 422),
        (b"{}", "text/plain", 415),
        (b" " * 1_100_000, "application/json", 413),
    ],
)
def test_what_is_no_enquiry_gets_a_problem(client, body, kind, status):
    answer = client.post(PATH, body, content_type=kind, headers={"origin": SITE})
    assert (answer.status_code, answer.json()["status"]) == (status, status)


def test_another_method_is_told_which_one(client):
    answer = client.get(PATH)
    assert (answer.status_code, answer.headers["allow"]) == (405, "OPTIONS, POST")


def test_consent_keeps_the_words_the_site_showed_or_ours(client):
    body = FORM | {"consent": {"email": "Yes, send me tips!", "sms": True}, "phone": "07700 900123"}
    assert post(client, body, origin=SITE).status_code == 201
    words = dict(Consent.objects.values_list("channel", "wording"))
    assert words == {"EMAIL": "Yes, send me tips!", "SMS": portal().consent.sms}


def test_behaviour_counts_in_the_score(client):
    post(client, FORM | {"behaviour": {"page_views": 100}}, origin=SITE)
    assert "page_views" in {reason["feature"] for reason in Lead.objects.get().score_reasons}


def test_the_same_twice_is_one_lead(client):
    assert [post(client, FORM, origin=SITE).status_code for _ in range(2)] == [201, 201]
    assert Lead.objects.count() == 1


def test_a_flood_is_stopped_and_told_when_to_come_back(client):
    for number in range(10):
        assert post(client, FORM | {"message": str(number)}, origin=SITE).status_code == 201
    answer = post(client, FORM | {"message": "11"}, origin=SITE)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
