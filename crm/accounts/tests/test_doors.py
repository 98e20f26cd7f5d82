"""Who may come through the API's door, and how often."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from crm.accounts import limits, rules
from crm.accounts.models import ApiKey, RateCount
from crm.accounts.tests import make

pytestmark = pytest.mark.urls("crm.accounts.tests.urls")
NOON = datetime(2026, 11, 22, 12, 0, 10, tzinfo=UTC)


@pytest.fixture
def noon(monkeypatch):
    monkeypatch.setattr("crm.lib.clock.now", lambda: NOON)


@pytest.fixture
def key(olga, branch):
    return rules.issue_key(name="Script", role="read_only", branches=[branch], by=olga)


def with_key(secret, **headers):
    return Client(enforce_csrf_checks=True, headers={"x-api-key": secret} | headers)


def test_a_stranger_is_told_to_sign_in(db):
    answer = Client().get("/api/crm/me")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


def test_a_wrong_key_is_a_stranger(key):
    assert with_key("crm_" + "x" * 43).get("/api/crm/me").status_code == 401


def test_both_headers_carry_a_key(key):
    bearer = Client(headers={"authorization": f"Bearer {key[1]}"})
    assert bearer.get("/api/crm/me").json()["name"] == "Script"
    assert with_key(key[1]).get("/api/crm/me").json()["role"] == "read_only"


def test_the_wrong_role_is_told_what_it_lacks(rory, api):
    answer = api(rory).get("/secrets")
    assert answer.status_code == 403
    assert answer.json()["detail"] == (
        "Your role does not include this: invite people, change roles, issue api keys."
    )


def test_the_right_role_passes(olga, api):
    assert api(olga).get("/secrets").json() == {"secret": 42}


def test_a_session_writes_only_with_the_csrf_token(rory):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(rory)
    assert browser.post("/api/crm/live-ticket").status_code == 403
    browser.get("/sign-out")  # any page with a form sets the cookie
    token = browser.cookies["csrftoken"].value
    answer = browser.post("/api/crm/live-ticket", headers={"x-csrftoken": token})
    assert answer.status_code == 201


def test_a_key_writes_without_one(key):
    answer = with_key(key[1]).post("/api/crm/live-ticket")
    assert answer.status_code == 201
    assert rules.redeem_live_ticket(answer.json()["ticket"]) == key[0].staff


def test_a_disabled_persons_session_is_a_stranger(rory, olga, api):
    caller = api(rory)
    assert caller.get("/me").status_code == 200
    rules.disable(rory, by=olga)
    assert caller.get("/me").status_code == 401


def test_colleagues_are_those_one_shares_a_branch_with(rory, rex, tess, olga, api):
    assert [row["name"] for row in api(rory).get("/staff").json()] == [
        "Olga Owner",
        "Rory Reception",
        "Tess Technician",
    ]
    assert [row["name"] for row in api(rex).get("/staff").json()] == ["Rex Remote"]


def test_branches_are_those_one_sees(rory, olga, other_branch, api):
    assert [row["name"] for row in api(rory).get("/branches").json()] == ["Tottenham"]
    assert [row["name"] for row in api(olga).get("/branches").json()] == ["Croydon", "Tottenham"]


def test_a_public_door_counts_its_callers(db, noon):
    client = Client()
    answers = [client.post("/api/crm/knock") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"knock";q=2;w=60'
    assert [answer["RateLimit"] for answer in answers] == [
        '"knock";r=1;t=50',
        '"knock";r=0;t=50',
        '"knock";r=0;t=50',
    ]
    assert answers[2]["Retry-After"] == "50"
    assert "Retry-After" not in answers[1]


def test_another_address_is_counted_apart(db, noon):
    near, far = Client(), Client(REMOTE_ADDR="203.0.113.9")
    assert [near.post("/api/crm/knock").status_code for _ in range(3)][-1] == 429
    assert far.post("/api/crm/knock").status_code == 200


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
    ],
)
def test_a_home_with_ipv6_is_one_caller(rf, address, counted):
    assert limits.address(rf.get("/", REMOTE_ADDR=address)) == counted


def test_a_key_beyond_its_rate_is_told_when_to_come_back(key, noon):
    opened = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    RateCount.objects.create(bucket=f"key:{key[0].pk}", opened_at=opened, hits=1201)
    answer = with_key(key[1]).get("/api/crm/me")
    assert (answer.status_code, answer["Retry-After"]) == (429, "50")


def test_a_keys_last_minute_does_not_count_in_this_one(key, noon):
    before = datetime(2026, 11, 22, 11, 59, tzinfo=UTC)
    RateCount.objects.create(bucket=f"key:{key[0].pk}", opened_at=before, hits=5000)
    assert with_key(key[1]).get("/api/crm/me").status_code == 200


def test_a_keys_uses_are_counted_by_sample(key, noon, monkeypatch):
    monkeypatch.setattr("random.random", lambda: 0.0)
    answer = with_key(key[1]).get("/api/crm/me")
    assert answer["RateLimit"] == '"api";r=1180;t=50'
    assert RateCount.objects.get().hits == limits.SAMPLE


def test_most_requests_with_a_key_cost_two_statements(
    key, noon, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr("random.random", lambda: 0.5)
    ApiKey.objects.update(last_used_at=NOON)
    client = with_key(key[1])
    client.get("/api/crm/me")
    with django_assert_num_queries(2):  # the key with its rate, then its branches
        client.get("/api/crm/me")


def test_anybody_else_with_a_staff_row_is_no_caller(db):
    make.staff("Gone", "owner").delete()
    assert Client().get("/api/crm/staff").status_code == 401
