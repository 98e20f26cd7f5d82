"""Delivering: kept as it came, read once, answered in JSON."""

import pytest

from crm.accounts import rules as accounts
from crm.integrations.models import Approval, Delivery, TurnedAway
from crm.integrations.tests import sent
from crm.integrations.tests.sent import deliver


def outcomes():
    return list(Delivery.objects.order_by("received_at", "id").values_list("outcome", flat=True))


def test_health_answers_json_to_the_key_alone(client):
    good = client.get("/webhooks/health", headers={"authorization": f"Bearer {sent.KEY}"})
    assert (good.status_code, good.json()["status"]) == (200, "ok")
    bad = client.get("/webhooks/health", headers={"authorization": "Bearer nobody"})
    assert (bad.status_code, bad.headers["content-type"]) == (401, "application/problem+json")


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_slash_at_the_end_makes_no_difference(slash):
    answer = deliver("customer-registration", sent.registration(), slash=slash)
    assert (answer.status_code, answer.json()["data"]["status"]) == (200, "processed")


def test_a_registration_waits_for_approval(recorded, branch):
    body = sent.registration()
    assert deliver("customer-registration", body).status_code == 200
    approval = Approval.objects.get()
    assert (approval.kind, approval.status) == ("registration", "waiting")
    assert (approval.name, approval.email) == ("Hannah Whitmore", "hannah.w@example.co.uk")
    assert (approval.external_id, approval.branch) == ("clx1user0001", branch)
    assert recorded.events()[0].actor_name == "RevivaTech"
    assert recorded() == ["approval.waiting"]


def test_the_delivery_is_kept_byte_for_byte_without_the_key():
    raw = b'{ "customer": {"websiteUserId": 77, "email": "jo@example.com"} }'
    deliver("customer-registration", raw)
    delivery = Delivery.objects.get()
    assert bytes(delivery.body) == raw
    assert delivery.headers["X-Source"] == "revivatech"
    assert "Authorization" not in delivery.headers
    assert (delivery.outcome, delivery.attempts, delivery.subject) == ("processed", 1, "77")


def test_a_repeat_changes_nothing_and_says_so(recorded):
    deliver("customer-registration", sent.registration())
    answer = deliver("customer-registration", sent.registration(customer__firstName="Other"))
    assert (answer.status_code, answer.json()["data"]["status"]) == (200, "duplicate")
    assert Approval.objects.get().name == "Hannah Whitmore"
    assert outcomes() == ["processed", "duplicate"]
    assert recorded() == ["approval.waiting"]


def test_a_number_sent_as_a_number_is_the_same_number():
    deliver("repair-request", sent.repair(repair__websiteRepairId=42))
    deliver("repair-request", sent.repair(repair__websiteRepairId="42"))
    assert outcomes() == ["processed", "duplicate"]


def test_a_wrong_key_is_turned_away_counted_and_not_kept(recorded):
    for key in ("wrong", "", "crm_invented"):
        answer = deliver("repair-request", sent.repair(), key=key)
        assert (answer.status_code, answer.json()["status"]) == (401, 401)
    assert TurnedAway.objects.get().times == 3
    assert not Delivery.objects.exists()
    assert recorded() == []


def test_the_older_key_still_opens_while_a_new_one_replaces_it():
    assert deliver("repair-request", sent.repair(), key="older-key").status_code == 200


def test_broken_json_is_a_400_that_is_kept_for_somebody_to_look_at():
    answer = deliver("repair-request", b'{"repair": ')
    assert answer.status_code == 400
    assert "not JSON" in answer.json()["detail"]
    delivery = Delivery.objects.get()
    assert (delivery.outcome, bytes(delivery.body)) == ("rejected", b'{"repair": ')


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b"[]", 422, "must be a JSON object"),
        (b"{}", 422, "repair.websiteRepairId is missing"),
        (b'{"repair": {"websiteRepairId": "1"}}', 422, "needs a name"),
        (b'{"repair": {"websiteRepairId": "a\\u0000b"}}', 422, "character"),
        (b'{"repair": {"websiteRepairId": "a\\ud800b"}}', 422, "character"),
        (b'{"repair": {"websiteRepairId": NaN}}', 400, "NaN"),
        (b"\xff\xfe", 400, "UTF-8"),
        (b"", 400, "not JSON"),
        (b"[" * 100_000, 400, "body"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(body, status, says, recorded):
    answer = deliver("repair-request", body)
    assert (answer.status_code, answer.headers["content-type"]) == (
        status,
        "application/problem+json",
    )
    assert says in answer.json()["detail"]
    assert outcomes() == ["rejected"]
    assert recorded() == []


def test_a_missing_number_is_named_as_a_field():
    answer = deliver("customer-registration", sent.registration(customer__websiteUserId=...))
    assert answer.json()["errors"][0]["field"] == "customer.websiteUserId"


def test_a_body_over_the_limit_is_refused_and_not_kept():
    answer = deliver("repair-request", b" " * 1_100_000)
    assert answer.status_code == 413
    assert not Delivery.objects.exists()


def test_another_method_and_another_address_answer_json(client):
    wrong = client.get("/webhooks/repair-request")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "OPTIONS, POST")
    nowhere = client.post("/webhooks/nothing-like-this", {}, content_type="application/json")
    assert (nowhere.status_code, nowhere.json()["status"]) == (404, 404)


def test_what_fails_on_our_side_is_kept_and_accepted(monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError("out of order")

    monkeypatch.setattr("crm.integrations.rules.deliveries.carry_out", breaks)
    answer = deliver("repair-request", sent.repair())
    assert (answer.status_code, answer.json()["data"]["status"]) == (202, "failed")
    delivery = Delivery.objects.get()
    assert (delivery.outcome, delivery.error) == ("failed", "RuntimeError: out of order")
    assert not Approval.objects.exists()


def test_the_website_belongs_to_the_first_open_branch_unless_its_key_says_otherwise(
    branch, other_branch, olga
):
    _key, secret = accounts.issue_key(
        name="Site",
        role="owner",
        scopes=["integrations.receive"],
        branches=[branch],
        by=olga,
    )
    deliver("repair-request", sent.repair())
    deliver("repair-request", sent.repair(repair__websiteRepairId="2"), key=secret)
    assert [a.branch for a in Approval.objects.order_by("created_at")] == [other_branch, branch]


def test_a_key_without_that_right_does_not_deliver(olga):
    _key, secret = accounts.issue_key(name="Other", role="owner", scopes=["leads.view"], by=olga)
    assert deliver("repair-request", sent.repair(), key=secret).status_code == 401
