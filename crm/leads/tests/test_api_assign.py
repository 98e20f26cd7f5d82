"""POST /leads/{id}/assign."""

from crm.accounts.tests import make


def test_a_lead_is_given_to_a_colleague_and_to_nobody(api, rory, lead, branch, recorded):
    alice = make.staff("Alice", "front_desk", branch)
    given = api(rory).post(f"/leads/{lead.pk}/assign", {"assigned_to": str(alice.pk)})
    assert (given.status_code, given.json()["assigned_to"]) == (200, str(alice.pk))
    freed = api(rory).post(f"/leads/{lead.pk}/assign", {"assigned_to": None})
    assert freed.json()["assigned_to"] is None
    assert recorded() == ["lead.assigned", "lead.assigned"]


def test_somebody_of_another_branch_is_refused(api, rory, rex, lead, recorded):
    response = api(rory).post(f"/leads/{lead.pk}/assign", {"assigned_to": str(rex.pk)})
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "assigned_to")
    assert recorded() == []


def test_a_technician_may_not(api, tess, lead, recorded):
    response = api(tess).post(f"/leads/{lead.pk}/assign", {"assigned_to": None})
    assert response.status_code == 403
    assert recorded() == []
