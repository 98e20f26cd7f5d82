"""Taking a lead in at the counter."""

import pytest

from crm.leads import rules
from crm.leads.models import Lead
from crm.leads.tests.make import make_lead

TYPED = {"name": "Ann Able", "source_type": "WALK_IN", "urgency_level": "MEDIUM"}


@pytest.fixture
def desk(as_staff, rory):
    return as_staff(rory)


def test_a_name_is_enough(desk, rory, recorded):
    response = desk.post("/leads/new", TYPED)
    lead = Lead.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/leads/{lead.pk}")
    assert (lead.name, lead.source_type, lead.branch) == ("Ann Able", "WALK_IN", rory.home_branch)
    assert recorded() == ["lead.created"]


def test_a_mistake_keeps_every_word(desk, recorded):
    response = desk.post("/leads/new", TYPED | {"email": "ann@", "issue": "wet"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "That does not look like an email address." in page
    assert 'value="ann@"' in page
    assert 'value="wet"' in page
    assert recorded() == []


def test_nobody_at_all_is_refused(desk, recorded):
    response = desk.post("/leads/new", TYPED | {"name": " "})
    assert response.status_code == 422
    assert "Give at least a name, an email or a phone." in response.content.decode()
    assert recorded() == []


def test_somebody_known_is_named_while_typing(desk, rory, branch):
    rules.convert(make_lead(branch=branch, phone="07700 900482"), by=rory)
    page = desk.get("/leads/known", {"phone": "07700 900 482"}).content.decode()
    assert "Priya Nair" in page
    assert "customer since" in page


def test_somebody_of_another_branch_stays_nameless(desk, rex, other_branch):
    rules.convert(make_lead(branch=other_branch, phone="07700 900482"), by=rex)
    page = desk.get("/leads/known", {"phone": "07700900482", "name": "Priya Nair"}).content.decode()
    assert "Known at another branch" in page
    assert "Priya" not in page


def test_an_open_lead_with_the_same_phone_is_shown(desk, branch, other_branch):
    mine = make_lead(branch=branch, phone="07700 900482")
    make_lead(branch=other_branch, name="Zed", phone="07700 900482")
    page = desk.get("/leads/known", {"phone": "07700900482"}).content.decode()
    assert f"/leads/{mine.pk}" in page
    assert "Zed" not in page


def test_half_a_phone_number_finds_nobody_and_breaks_nothing(desk):
    response = desk.get("/leads/known", {"phone": "07\0", "email": "x@\0", "name": "\0\u0301"})
    assert (response.status_code, response.content.decode().strip()) == (200, "")
