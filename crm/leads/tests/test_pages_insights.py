"""What the owner reads about leads, and takes away as a file."""

from datetime import timedelta

import pytest

from crm.leads import rules
from crm.leads.tests.make import aged, make_lead
from crm.lib import clock


@pytest.fixture
def _history(branch, rory):
    came = clock.now() - timedelta(days=60)
    first = make_lead(branch=branch, name="Ann", created_at=came, assigned_to=rory)
    aged(rules.convert(first, by=rory).lead, converted_at=came + timedelta(days=3))
    make_lead(branch=branch, name="Bob", source_type="PHONE", created_at=came, assigned_to=rory)


@pytest.mark.usefixtures("_history")
def test_the_page_shows_exact_figures_with_their_uncertainty(as_staff, olga):
    page = as_staff(olga).get("/insights/leads").content.decode()
    assert "50% <small>of 2</small>" in page
    assert "likely between 9% and 91%" in page
    assert "Leads by source: Phone 1, Website 1." in page
    assert "Rory Reception" in page


@pytest.mark.usefixtures("_history")
def test_a_shorter_period_leaves_them_out(as_staff, olga):
    page = as_staff(olga).get("/insights/leads?days=30").content.decode()
    assert "– <small>of 0</small>" in page
    assert "No leads came in." in page


@pytest.mark.usefixtures("_history")
def test_the_file_holds_the_tables(as_staff, mia):
    response = as_staff(mia).get("/insights/leads.csv")
    lines = b"".join(response.streaming_content).decode().split("\r\n")
    assert lines[1] == "Source,Phone,1,1,0,0.00,0,"
    assert lines[2] == "Source,Website,1,1,1,0.00,0,"
    assert lines[3] == "Person,Rory Reception,2,2,1,0.00,0,"


@pytest.mark.usefixtures("_history")
def test_another_branchs_owner_of_figures_sees_none_of_them(as_staff, other_branch):
    from crm.accounts.tests import make

    manager = make.staff("Max Manager", "manager", other_branch)
    assert "of 0</small>" in as_staff(manager).get("/insights/leads").content.decode()
