"""A customer, whole, on one page."""

import pytest

from crm.consent import rules as consent
from crm.interactions import rules as interactions
from crm.leads import rules
from crm.leads.tests.make import make_lead

CALL = interactions.Said("CALL", "INBOUND", content="Is it ready?")


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
    assert "Yes, since" in page
    assert "Log a call" in page.partition("<main")[0]
    assert "became a customer" in page or "converted" in page  # the story comes with the page
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
    ours = as_staff(rory).get(f"/customers/{ann.pk}/leads").content.decode()
    assert "Dell XPS · slow" in ours
    assert "PlayStation" not in ours
    elsewhere = as_staff(rex).get(f"/customers/{ann.pk}/leads").content.decode()
    assert "PlayStation" in elsewhere
    assert "Dell XPS" not in elsewhere


@pytest.mark.parametrize("path", ["", "/side", "/timeline", "/leads"])
def test_who_may(client, as_staff, tess, rex, ann, path):
    assert client.get(f"/customers/{ann.pk}{path}").status_code == 302
    assert as_staff(rex).get(f"/customers/{ann.pk}{path}").status_code == 404
    assert as_staff(tess).get(f"/customers/{ann.pk}{path}").status_code == 404  # not hers


@pytest.mark.parametrize("number", [1, 10, 100])
def test_it_costs_the_same_however_long_the_history(
    as_staff, rory, branch, ann, django_assert_num_queries, number
):
    for _ in range(min(number, 30)):
        rules.convert(make_lead(branch=branch, name="Ann Able", email="ann@example.org"), by=rory)
    for _ in range(number):
        interactions.log(CALL, by=rory, branch=branch, customer=ann)
    browser = as_staff(rory)
    browser.get(f"/customers/{ann.pk}")
    with django_assert_num_queries(20):
        browser.get(f"/customers/{ann.pk}")
