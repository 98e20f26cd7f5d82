"""Webhooks through the API: the right one, the wrong role, another branch, bad input."""

import pytest

from crm.accounts.tests import make
from crm.integrations import rules
from crm.integrations.models import Dispatch, Endpoint
from crm.integrations.tests.listening import read_on, send_all
from crm.leads.tests.make import make_lead
from crm.lib.ids import uuid7

BODY = {"url": "https://example.com/hooks", "events": ["lead.*"], "role": "owner"}


@pytest.fixture
def here(olga, branch):
    wanted = rules.Wanted("https://example.com/", ["lead.*"], "manager", branch, "Ours")
    return rules.register(wanted, by=olga)[0]


def test_a_developer_registers_and_is_shown_the_secret_once(api, olga, recorded):
    made = api(olga).post("/webhooks", BODY | {"description": " Our website "})
    assert made.status_code == 201
    body = made.json()
    assert body["secret"].startswith("whsec_")
    assert body["webhook"]["events"] == ["lead.*"]
    assert (body["webhook"]["description"], body["webhook"]["status"]) == ("Our website", "active")
    again = api(olga).get(f"/webhooks/{body['webhook']['id']}")
    assert (again.status_code, "secret" in again.json(), again["ETag"]) == (200, False, '"1"')
    assert api(olga).get("/webhooks").json()["items"] == [again.json()]
    assert recorded() == ["webhook.created"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (BODY | {"url": "http://example.com"}, "url"),
        (BODY | {"url": "https://169.254.169.254/latest"}, "url"),
        (BODY | {"url": ""}, "url"),
        (BODY | {"events": []}, "events"),
        (BODY | {"events": ["lead.exploded"]}, "events"),
        (BODY | {"events": ["LEAD"]}, "events.0"),
        (BODY | {"role": "emperor"}, "role"),
        (BODY | {"branch_id": str(uuid7())}, "branch_id"),
        (BODY | {"secret": "mine"}, "secret"),
    ],
)
def test_bad_input_names_the_field_and_changes_nothing(api, olga, body, field, recorded):
    answer = api(olga).post("/webhooks", body)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == field
    assert (Endpoint.objects.count(), recorded()) == (0, [])


def test_another_branch_cannot_even_see_it(api, here, other_branch, recorded):
    rita = make.staff("Rita Remote", "manager", other_branch)
    assert api(rita).get("/webhooks").json()["items"] == []
    for path in ("", "/deliveries"):
        assert api(rita).get(f"/webhooks/{here.pk}{path}").status_code == 404


@pytest.mark.parametrize("verb", ["rotate", "pause", "resume", "test"])
def test_looking_is_not_managing(api, here, branch, rory, verb, recorded):
    manager = make.staff("Max Manager", "manager", branch)
    assert api(manager).get(f"/webhooks/{here.pk}").status_code == 200
    for who, code in ((manager, 403), (rory, 403), (None, 401)):
        assert api(who).post(f"/webhooks/{here.pk}/{verb}").status_code == code
        assert api(who).delete(f"/webhooks/{here.pk}").status_code == code
    assert recorded() == []


def test_changing_only_what_is_named(api, here, olga, branch):
    answer = api(olga).patch(f"/webhooks/{here.pk}", {"description": "", "role": "owner"})
    assert answer.status_code == 200
    assert (answer.json()["description"], answer.json()["events"]) == ("", ["lead.*"])
    assert answer.json()["branch_id"] == str(branch.pk)
    answer = api(olga).patch(f"/webhooks/{here.pk}", {"branch_id": None, "url": None})
    assert (answer.json()["branch_id"], answer.json()["url"]) == (None, "https://example.com/")
    stale = api(olga).patch(f"/webhooks/{here.pk}", {"role": "owner"}, if_match='"1"')
    assert stale.status_code == 412


def test_pause_resume_rotate_remove(api, here, olga, recorded):
    desk = api(olga)
    assert desk.post(f"/webhooks/{here.pk}/pause").json()["status"] == "paused"
    assert desk.post(f"/webhooks/{here.pk}/test").status_code == 409
    assert desk.post(f"/webhooks/{here.pk}/resume").json()["status"] == "active"
    rotated = desk.post(f"/webhooks/{here.pk}/rotate").json()
    assert rotated["secret"].startswith("whsec_")
    assert rotated["webhook"]["former_secret_until"].endswith("Z")
    assert desk.delete(f"/webhooks/{here.pk}").status_code == 204
    assert desk.get(f"/webhooks/{here.pk}").status_code == 404
    verbs = ["paused", "resumed", "secret_rotated", "removed"]
    assert recorded() == [f"webhook.{verb}" for verb in verbs]


def test_the_log_of_deliveries(api, endpoint, olga, rory, branch, server):
    make_lead(branch=branch, by=rory)
    read_on()
    desk = api(olga)
    log = f"/webhooks/{endpoint.pk}/deliveries"
    (row,) = desk.get(log).json()["items"]
    assert (row["type"], row["status"], row["attempts"]) == ("lead.created", "pending", 0)
    send_all(endpoint)
    assert desk.get(log, {"status": "failed"}).json()["items"] == []
    one = desk.get(f"{log}/{row['id']}").json()
    assert (one["status"], one["last_code"], one["payload"]["type"]) == (
        "delivered",
        200,
        "lead.created",
    )
    assert (one["history"][0]["code"], one["history"][0]["answer"]) == (200, "thanks")
    again = desk.post(f"{log}/{row['id']}/redeliver")
    assert (again.status_code, again.json()["status"]) == (200, "pending")
    assert desk.get(f"{log}/{uuid7()}").status_code == 404


def test_what_a_person_may_not_read_they_do_not_read_here(api, olga, branch, server):
    wanted = rules.Wanted(server.url, ["staff.*", "branch.*"], "owner", branch)
    endpoint, _secret = rules.register(wanted, by=olga)
    delivery = rules.test(endpoint, by=olga)
    event = delivery.event
    event.verb = "staff.disabled"
    event.save(update_fields=["verb"])
    manager = make.staff("Max Manager", "manager", branch)
    path = f"/webhooks/{endpoint.pk}/deliveries/{delivery.pk}"
    assert api(manager).get(path).json()["payload"] is None
    assert api(olga).get(path).json()["payload"]["type"] == "staff.disabled"


def test_the_log_pages_by_cursor_and_costs_the_same(
    api, endpoint, olga, rory, branch, django_assert_num_queries
):
    for _each in range(12):
        make_lead(branch=branch, by=rory)
    read_on()
    desk = api(olga)
    log = f"/webhooks/{endpoint.pk}/deliveries"
    seen = []
    asked = {"limit": 5}
    while True:
        with django_assert_num_queries(4):
            page = desk.get(log, asked).json()
        seen += [row["id"] for row in page["items"]]
        if not page["next_cursor"]:
            break
        asked["cursor"] = page["next_cursor"]
    newest = Dispatch.objects.order_by("-created_at", "-id").values_list("pk", flat=True)
    assert seen == [str(pk) for pk in newest]


def test_every_event_type_is_named(api, olga):
    items = api(olga).get("/webhooks/event-types").json()["items"]
    assert {"lead.created", "customer.merged", "webhook.disabled"} <= set(items)
    assert not [name for name in items if name.startswith("view.")]
