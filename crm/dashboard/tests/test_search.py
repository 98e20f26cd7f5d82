"""Finding anybody: by what people remember, and only those one may see."""

import pytest

from crm.customers.tests import make
from crm.leads.search import search
from crm.leads.tests.make import make_lead


@pytest.mark.parametrize(
    "text",
    ["ann able", "Able", "ann@example.org", "ann@", "07700 900482", "07700 9004", "anne abel"],
)
def test_a_lead_is_found_by_what_people_remember(rory, branch, text):
    lead = make_lead(branch=branch, name="Ann Able", email="ann@example.org", phone="07700 900482")
    make_lead(branch=branch, name="Bob Busy")
    assert search(text, to=rory) == [lead]


def test_options_for_the_box_and_a_page_for_everybody(as_staff, rory, branch):
    make.customer(branch, "Ann Able", email="ann@example.org")
    make_lead(branch=branch, name="Anna Bell")
    box = (
        as_staff(rory).get("/search", {"q": "ann"}, headers={"HX-Request": "true"}).content.decode()
    )
    assert box.strip().startswith("<li")
    assert box.count('role="option"') == 2
    assert box.index("Ann Able") < box.index("Anna Bell")
    page = as_staff(rory).get("/search", {"q": "ann"}).content.decode()
    assert "<h1>Search</h1>" in page
    assert "Anna Bell" in page


def test_another_branch_finds_nobody(as_staff, rex, branch):
    make.customer(branch, "Ann Able")
    make_lead(branch=branch, name="Anna Bell")
    page = as_staff(rex).get("/search", {"q": "ann"}).content.decode()
    assert "Nobody found" in page


def test_a_technician_finds_leads_but_not_everybodys_customers(as_staff, tess, branch):
    make.customer(branch, "Ann Able")
    make_lead(branch=branch, name="Anna Bell")
    page = as_staff(tess).get("/search", {"q": "ann"}).content.decode()
    assert "Ann Able" not in page
    assert "Anna Bell" in page


@pytest.mark.parametrize("text", ["", "a", "\0", "%_'\"", "x" * 5000, "\u202e"])
def test_nonsense_is_answered_with_nobody(as_staff, rory, branch, text):
    make_lead(branch=branch, name="Ann Able")
    response = as_staff(rory).get("/search", {"q": text})
    assert response.status_code == 200
    assert "Ann Able" not in response.content.decode()


def test_strangers_sign_in_first(client, db):
    assert client.get("/search?q=ann")["Location"].startswith("/sign-in")
