"""Who may open which door of the leads: strangers, wrong roles, other branches."""

import pytest

from crm.leads import rules
from crm.leads.tests.make import make_lead

# door, method, a role of the cast that may not, one that may, what it answers
ONE_LEAD = [
    ("", "get", None, "tess", 200),
    ("/side", "get", None, "tess", 200),
    ("/facts/phone", "get", "tess", "rory", 200),
    ("/facts/phone/form", "get", "tess", "rory", 200),
    ("/facts/phone/change", "post", "tess", "rory", 200),
    ("/stage/QUALIFIED", "post", "tess", "rory", 204),
    ("/loss", "get", "tess", "rory", 200),
    ("/disqualification", "get", "tess", "rory", 200),
    ("/conversion", "get", "tess", "rory", 200),
    ("/reopening", "post", "tess", "rory", 204),
    ("/deletion", "get", "rory", "olga", 200),
    ("/assignment", "get", "tess", "rory", 200),
    ("/follow-ups", "get", "tess", "rory", 200),
    ("/interactions", "get", "mia", "tess", 200),
]
MANY = [
    ("/leads", "get", None, "tess", 200),
    ("/leads/columns/UNQUALIFIED", "get", None, "tess", 200),
    ("/leads/changed", "get", None, "tess", 200),
    ("/leads/figures", "get", None, "tess", 200),
    ("/leads/list", "get", None, "mia", 200),
    ("/leads/list.csv", "get", "rory", "mia", 200),
    ("/leads/deleted", "get", "rory", "olga", 200),
    ("/leads/assignments", "post", "tess", "rory", 422),
    ("/leads/new", "get", "tess", "rory", 200),
    ("/leads/known", "get", "tess", "rory", 200),
    ("/insights/leads", "get", "rory", "mia", 200),
    ("/insights/leads.csv", "get", "rory", "mia", 200),
]


@pytest.fixture
def lead(branch):
    return make_lead(branch=branch, name="Ann Able", phone="07700 900482")


@pytest.fixture
def ask(as_staff, request, olga, rory, tess, mia):
    def send(who, method, path):
        return getattr(as_staff(request.getfixturevalue(who)), method)(path)

    return send


@pytest.mark.parametrize(("path", "method"), [row[:2] for row in MANY])
def test_a_stranger_is_sent_to_sign_in(client, db, path, method):
    response = getattr(client, method)(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in")


@pytest.mark.parametrize(("path", "method"), [row[:2] for row in ONE_LEAD])
def test_a_stranger_is_sent_to_sign_in_from_a_lead(client, lead, path, method):
    response = getattr(client, method)(f"/leads/{lead.pk}{path}")
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in")


@pytest.mark.parametrize(("path", "method", "wrong", "right", "status"), MANY)
def test_who_may_see_many(ask, path, method, wrong, right, status):
    if wrong:
        assert ask(wrong, method, path).status_code == 403
    assert ask(right, method, path).status_code == status


@pytest.mark.parametrize(("path", "method", "wrong", "right", "status"), ONE_LEAD)
def test_who_may_work_on_one(ask, lead, path, method, wrong, right, status):
    if wrong:
        assert ask(wrong, method, f"/leads/{lead.pk}{path}").status_code == 403
    assert ask(right, method, f"/leads/{lead.pk}{path}").status_code == status


@pytest.mark.parametrize(("path", "method"), [row[:2] for row in ONE_LEAD if row[0] != "/deletion"])
def test_another_branch_cannot_even_see_it(as_staff, rex, lead, recorded, path, method):
    response = getattr(as_staff(rex), method)(f"/leads/{lead.pk}{path}")
    assert response.status_code == 404
    assert recorded() == []


def test_another_branchs_manager_can_neither_hide_nor_restore(
    as_staff, other_branch, lead, olga, recorded
):
    from crm.accounts.tests import make

    manager = as_staff(make.staff("Max Manager", "manager", other_branch))
    assert manager.post(f"/leads/{lead.pk}/deletion").status_code == 404
    rules.delete(lead, by=olga)
    recorded.begin()
    assert manager.post(f"/leads/{lead.pk}/restoration").status_code == 404
    assert recorded() == []


def test_a_missing_lead_looks_like_another_branchs(as_staff, rex, lead):
    hidden = as_staff(rex).get(f"/leads/{lead.pk}")
    missing = as_staff(rex).get("/leads/01900000-0000-7000-8000-000000000000")
    assert (hidden.status_code, missing.status_code) == (404, 404)
