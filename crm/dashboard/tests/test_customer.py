"""A customer, whole, on one page."""

import pytest

from crm.consent import rules as consent
from crm.leads import rules
from crm.leads.tests.make import make_lead


@pytest.fixture
def ann(branch, rory):
    lead = make_lead(
        branch=branch,
        name="Ann Able",
        email="ann@example.org",
        device_interest={"brand": "Dell", "model": "XPS", "issue": "slow"},
    )
    said = consent.Statement("EMAIL", "MARKETING", "GIVEN", "Send me news")
    consent.record("ann@example.org", said, by=rory)
    return rules.convert(lead, by=rory).customer


def test_it_joins_what_all_packages_know(as_staff, rory, ann):
    page = as_staff(rory).get(f"/customers/{ann.pk}").content.decode()
    assert "<h1>Ann Able</h1>" in page
    assert '<span class="badge" data-tone="success">Customer</span>' in page
    assert "Dell XPS · slow" in page
    assert "Yes, since" in page
    assert f"about=customer:{ann.pk}" in page
    assert "Private notes" not in page


def test_the_owner_reads_private_notes(as_staff, olga, ann):
    assert "Private notes" in as_staff(olga).get(f"/customers/{ann.pk}").content.decode()


def test_a_lead_of_another_branch_is_not_shown(as_staff, rory, rex, other_branch, ann):
    theirs = make_lead(
        branch=other_branch,
        name="Ann Able",
        email="ann@example.org",
        device_interest={"brand": "Sony", "model": "PlayStation"},
    )
    rules.convert(theirs, by=rex)
    assert "PlayStation" not in as_staff(rory).get(f"/customers/{ann.pk}").content.decode()
    assert "Dell XPS" not in as_staff(rex).get(f"/customers/{ann.pk}").content.decode()


@pytest.mark.parametrize("path", ["", "/side"])
def test_who_may(client, as_staff, tess, rex, ann, path):
    assert client.get(f"/customers/{ann.pk}{path}").status_code == 302
    assert as_staff(rex).get(f"/customers/{ann.pk}{path}").status_code == 404
    assert as_staff(tess).get(f"/customers/{ann.pk}{path}").status_code == 404  # not hers


@pytest.mark.parametrize("number", [1, 10])
def test_it_costs_the_same_for_any_number_of_leads(
    as_staff, rory, branch, ann, django_assert_num_queries, number
):
    for _ in range(number):
        rules.convert(make_lead(branch=branch, name="Ann Able", email="ann@example.org"), by=rory)
    browser = as_staff(rory)
    browser.get(f"/customers/{ann.pk}")
    with django_assert_num_queries(13):
        browser.get(f"/customers/{ann.pk}")
