"""The board of stages as each person sees it, and what it costs."""

from datetime import timedelta
from decimal import Decimal

import pytest

from crm.customers.tests import make as people
from crm.leads import rules as leads
from crm.leads.tests.make import make_lead
from crm.lib import clock
from crm.lifecycle import rules
from crm.lifecycle.models import Lifecycle, StageMove
from crm.lifecycle.tests.make import stand


@pytest.fixture
def board(as_staff):
    def see(staff, path="/lifecycle", **query):
        return as_staff(staff).get(path, query).content.decode()

    return see


def test_a_stranger_is_sent_to_sign_in(client, db):
    response = client.get("/lifecycle")
    assert (response.status_code, response["Location"]) == (302, "/sign-in?next=/lifecycle")


def test_customers_and_leads_are_counted_and_summed_together(board, branch, rory):
    customer = stand(branch, "PROSPECT", "Ann Able", estimated_value=Decimal(100))
    lead = make_lead(branch=branch, name="Bob Busy", estimated_value=Decimal("50.40"))
    leads.qualify(lead, by=rory)
    make_lead(branch=branch, name="Cat Calm")
    page = board(rory)
    assert '<h2 id="column-PROSPECT">Prospect</h2><span>2</span>' in page
    assert '<span class="board-value">£150</span>' in page
    assert '<h2 id="column-LEAD">Lead</h2><span>1</span>' in page
    assert "1 lead on its own board" in page
    assert f'data-card="{customer.customer_id}"' in page
    assert f'href="/leads/{lead.pk}"' in page
    assert page.count("data-card=") == 1  # a lead is counted here, and moved on its own board


def test_the_card_says_what_they_came_with_and_when_they_are_due(board, rory, branch):
    lead = make_lead(
        branch=branch, name="Ann Able", device_interest={"model": "iPhone 13", "issue": "Screen"}
    )
    leads.convert(lead, by=rory)
    Lifecycle.objects.update(next_action_due=clock.now() - timedelta(days=3))
    page = board(rory)
    assert "iPhone 13 · Screen" in page
    assert ">Overdue " in page
    assert 'value="0" aria-label="0 of 1 customers are not overdue"' in page


def test_another_branch_sees_an_empty_board(board, rex, branch):
    row = stand(branch, "CUSTOMER", "Ann Able")
    assert "Ann Able" not in board(rex)
    assert '<h2 id="column-CUSTOMER">Customer</h2><span>0</span>' in board(rex)
    changed = board(rex, "/lifecycle/changed", id=str(row.customer_id))
    assert "Ann Able" not in changed


def test_a_technician_sees_their_own_customers_only(board, tess, rory, branch):
    theirs = make_lead(branch=branch, name="Ann Able", assigned_to=tess)
    leads.convert(theirs, by=rory)
    stand(branch, "CUSTOMER", "Bob Busy")
    page = board(tess)
    assert "Ann Able" in page
    assert "Bob Busy" not in page
    assert "data-asks" not in page


@pytest.mark.parametrize("number", [1, 10, 60])
def test_the_board_costs_the_same_for_any_number(
    as_staff, olga, branch, django_assert_num_queries, number
):
    for n in range(number):
        stand(branch, "CUSTOMER", f"Ann {n}", assigned_to=olga)
    browser = as_staff(olga)
    browser.get("/lifecycle")
    with django_assert_num_queries(10):
        browser.get("/lifecycle")


def test_the_most_due_stand_first_and_the_next_fifty_follow(as_staff, rory, branch):
    now = clock.now()
    for n in range(60):
        stand(branch, "CUSTOMER", f"Ann {n:02}", next_action_due=now + timedelta(hours=n))
    stand(branch, "CUSTOMER", "Zoe Later")
    browser = as_staff(rory)
    page = browser.get("/lifecycle").content.decode()
    assert page.count('class="board-card"') == 50
    assert page.index("Ann 00") < page.index("Ann 01") < page.index("Ann 49")
    more = page.split('data-load-more><a class="button" href="')[1].split('"')[0]
    rest = browser.get(more.replace("&amp;", "&")).content.decode()
    assert rest.count('class="board-card"') == 11
    assert rest.index("Ann 59") < rest.index("Zoe Later")
    ranks = [part.split('"')[0] for part in (page + rest).split('data-rank="')[1:]]
    assert ranks == sorted(ranks, reverse=True)


def test_a_foreign_cursor_and_another_column_are_refused(as_staff, rory):
    browser = as_staff(rory)
    refused = browser.get("/lifecycle/columns/CUSTOMER?cursor=nonsense")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "cursor")
    assert browser.get("/lifecycle/columns/KING").status_code == 404


def test_filters_narrow_and_nonsense_is_ignored(board, olga, rory, branch, other_branch):
    stand(branch, "CUSTOMER", "Ann Able", assigned_to=rory)
    late = clock.now() - timedelta(days=1)
    stand(other_branch, "CUSTOMER", "Bob Busy", next_action_due=late)
    assert "Bob Busy" not in board(rory, assignee="me")
    assert "Ann Able" in board(rory, assignee="me")
    assert "Ann Able" not in board(olga, assignee="nobody")
    assert "Ann Able" not in board(olga, overdue="1")
    assert "Bob Busy" in board(olga, overdue="1")
    assert "Bob Busy" in board(olga, branch=str(other_branch.pk))
    assert "Ann Able" not in board(olga, branch=str(other_branch.pk))
    assert "Ann Able" in board(olga, branch="x", assignee="\0", overdue="yes")


def test_who_went_on_comes_after_the_board(board, rory, branch):
    row = stand(branch, "CUSTOMER", "Ann Able")
    stand(branch, "CUSTOMER", "Bob Busy")
    now = clock.now()
    for customer in Lifecycle.objects.values_list("customer", flat=True):
        StageMove.objects.create(
            customer_id=customer, to_stage="CUSTOMER", moved_at=now, moved_by=rory
        )
    rules.move(row.customer, "RETENTION", reason="Done", by=rory)
    assert "50% have gone on" in board(rory, "/lifecycle/figures")


def test_the_file_holds_what_the_board_shows(as_staff, olga, rory, branch, recorded):
    stand(branch, "CUSTOMER", "Ann Able", estimated_value=Decimal("12.50"), assigned_to=rory)
    person = people.customer(branch, "=Bob()")
    recorded.begin()
    answer = as_staff(olga).get("/lifecycle/list.csv?assignee=nobody")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Customer,Phone,Email,Stage,Since")
    assert lines[1:] == []
    Lifecycle.objects.create(customer=person, current_stage="LEAD", stage_entered_at=clock.now())
    whole = b"".join(as_staff(olga).get("/lifecycle/list.csv")).decode("utf-8-sig").splitlines()
    assert len(whole) == 3
    assert whole[2].startswith("'=Bob()")
    assert ",Customer," in whole[1]
    assert ",12.50,,Rory Reception," in whole[1]
    assert recorded() == ["lifecycle.exported", "lifecycle.exported"]
    assert as_staff(rory).get("/lifecycle/list.csv").status_code == 403
