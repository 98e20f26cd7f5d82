from crm.leads.tests.make import make_lead
from crm.lifecycle.models import Lifecycle


def test_a_manager_moves_a_customer_by_hand(customer, olga, api, recorded):
    path = f"/customers/{customer.pk}/lifecycle"
    seen = api(olga).get(path)
    assert seen.json()["current_stage"] == "CUSTOMER"
    moved = api(olga).put(
        path, {"current_stage": "ADVOCACY", "reason": "Sends us everybody"}, if_match=seen["ETag"]
    )
    assert moved.status_code == 200
    assert (moved.json()["current_stage"], moved.json()["previous_stage"]) == (
        "ADVOCACY",
        "CUSTOMER",
    )
    stale = api(olga).put(path, {"current_stage": "LEAD", "reason": "x"}, if_match=seen["ETag"])
    assert stale.status_code == 412
    assert recorded() == ["lifecycle.moved"]


def test_bad_input_names_the_field_and_changes_nothing(customer, olga, api, recorded):
    path = f"/customers/{customer.pk}/lifecycle"
    for body, field in [
        ({"current_stage": "KING", "reason": "x"}, "current_stage"),
        ({"current_stage": "LEAD", "reason": "  "}, "reason"),
        ({"current_stage": "LEAD"}, "reason"),
    ]:
        answer = api(olga).put(path, body)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == field
    assert Lifecycle.objects.get(customer=customer).current_stage == "CUSTOMER"
    assert recorded() == []


def test_another_branch_cannot_even_see_it_and_the_wrong_role_may_not(customer, rex, mia, api):
    path = f"/customers/{customer.pk}/lifecycle"
    body = {"current_stage": "LEAD", "reason": "x"}
    assert api(rex).get(path).status_code == 404
    assert api(rex).put(path, body).status_code in {403, 404}
    assert api(mia).put(path, body).status_code == 403
    assert api(None).put(path, body).status_code == 401


def test_stats_count_leads_beside_customers(customer, branch, olga, rex, api):
    make_lead(branch=branch, name="A", budget_range="£100")
    make_lead(branch=branch, name="B", qualification_status="QUALIFIED", budget_range="£50")
    found = {row["stage"]: row for row in api(olga).get("/customers/lifecycle/stats").json()}
    assert list(found) == ["LEAD", "PROSPECT", "CUSTOMER", "RETENTION", "ADVOCACY"]
    assert (found["LEAD"]["leads"], found["LEAD"]["value"]) == (1, 100.0)
    assert (found["PROSPECT"]["leads"], found["PROSPECT"]["value"]) == (1, 50.0)
    assert (found["CUSTOMER"]["customers"], found["CUSTOMER"]["average_days"]) == (1, 0.0)
    assert (found["LEAD"]["conversion"], found["CUSTOMER"]["conversion"]) == (1.0, 0.0)
    assert found["ADVOCACY"]["conversion"] is None
    empty = api(rex).get("/customers/lifecycle/stats").json()
    assert {row["customers"] + row["leads"] for row in empty} == {0}


def test_put_covers_what_people_edit_and_refuses_the_rest_by_name(
    customer, olga, tess, rex, api, recorded
):
    path = f"/customers/{customer.pk}/lifecycle"
    body = {
        "current_stage": "CUSTOMER",
        "assigned_to": str(tess.pk),
        "estimated_value": 120.5,
        "next_action_due": "2099-01-01T10:00:00Z",
    }
    saved = api(olga).put(path, body)
    assert saved.status_code == 200, saved.content
    assert (saved.json()["assigned_to"], saved.json()["estimated_value"]) == (str(tess.pk), 120.5)
    kept = api(olga).put(path, {"current_stage": "CUSTOMER"})
    assert kept.json()["assigned_to"] == str(tess.pk)
    gone = api(olga).put(path, {"current_stage": "CUSTOMER", "assigned_to": None})
    assert gone.json()["assigned_to"] is None
    recorded.begin()
    for name, value in [
        ("previous_stage", "LEAD"),
        ("stage_entered_at", "2020-01-01T00:00:00Z"),
        ("lifecycle_score", 5),
        ("version", 1),
        ("assigned_to", str(rex.pk)),
        ("estimated_value", -1),
        ("colour", "red"),
    ]:
        answer = api(olga).put(path, {"current_stage": "CUSTOMER", name: value})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == name
    assert recorded() == []
