"""The board as each person sees it, and what it costs."""

from decimal import Decimal

import pytest

from crm.leads import rules
from crm.leads.tests.make import make_lead, make_many


@pytest.fixture
def board(as_staff):
    def see(staff, path="/leads", **query):
        return as_staff(staff).get(path, query)

    return see


def test_a_stranger_is_sent_to_sign_in(client, db):
    response = client.get("/leads")
    assert (response.status_code, response["Location"]) == (302, "/sign-in?next=/leads")


def test_columns_count_and_sum_exactly(board, rory, branch):
    make_lead(branch=branch, name="Ann Able", estimated_value=Decimal(100))
    make_lead(branch=branch, name="Bob Busy", estimated_value=Decimal("50.40"))
    rules.qualify(make_lead(branch=branch, name="Cat Calm"), by=rory)
    page = board(rory).content.decode()
    assert "Ann Able" in page
    assert '<h2 id="column-UNQUALIFIED">New</h2><span>2</span>' in page
    assert '<span class="board-value">£150</span>' in page
    assert '<h2 id="column-QUALIFIED">Qualified</h2><span>1</span>' in page


def test_another_branch_sees_an_empty_board(board, rex, branch):
    make_lead(branch=branch, name="Ann Able")
    page = board(rex).content.decode()
    assert "Ann Able" not in page
    assert '<h2 id="column-UNQUALIFIED">New</h2><span>0</span>' in page


@pytest.mark.parametrize("number", [1, 10, 100])
def test_the_board_costs_the_same_for_any_number_of_leads(
    as_staff, rory, branch, django_assert_num_queries, number
):
    make_many(number, branch=branch, assigned_to=rory)
    browser = as_staff(rory)
    browser.get("/leads")
    with django_assert_num_queries(7):
        browser.get("/leads")


def test_fifty_cards_a_column_then_the_next(as_staff, rory, branch):
    make_many(60, branch=branch)
    browser = as_staff(rory)
    page = browser.get("/leads").content.decode()
    assert page.count('class="board-card"') == 50
    more = page.split('data-load-more><a class="button" href="')[1].split('"')[0]
    rest = browser.get(more.replace("&amp;", "&")).content.decode()
    assert rest.count('class="board-card"') == 10
    assert "data-load-more" not in rest


def test_a_foreign_cursor_is_refused(board, rory, branch):
    response = board(rory, "/leads/columns/UNQUALIFIED", cursor="nonsense")
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "cursor"


def test_what_changed_is_answered_card_by_card(board, rory, rex, branch):
    lead = make_lead(branch=branch, name="Ann Able")
    answer = board(rory, "/leads/changed", id=str(lead.pk)).content.decode()
    assert f'id="card-{lead.pk}"' in answer
    assert 'data-into="cards-UNQUALIFIED"' in answer
    rules.lose(lead, reason="Too expensive", by=rory)
    gone = board(rory, "/leads/changed", id=str(lead.pk)).content.decode()
    assert "Ann Able" not in gone
    assert '<h2 id="column-UNQUALIFIED">New</h2><span>0</span>' in gone
    assert "Ann Able" not in board(rex, "/leads/changed", id=str(lead.pk)).content.decode()


def test_filters_narrow_and_nonsense_is_ignored(board, rory, tess, branch):
    make_lead(branch=branch, name="Ann Able", source_type="PHONE")
    theirs = make_lead(branch=branch, name="Bob Busy", source_type="WEBSITE")
    rules.assign(theirs, tess, by=rory)
    assert "Bob Busy" not in board(rory, source="PHONE").content.decode()
    assert "Bob Busy" not in board(rory, mine="1").content.decode()
    assert "Ann Able" in board(rory, mine="1").content.decode()
    assert "Bob Busy" in board(rory, source="PIGEON", period="\0").content.decode()


def test_a_match_at_another_branch_stays_nameless(board, rory, rex, branch, other_branch):
    theirs = make_lead(branch=other_branch, name="Priya Nair", phone="07700 900482")
    rules.convert(theirs, by=rex)
    make_lead(branch=branch, name="Priya N", phone="07700 900482")
    page = board(rory).content.decode()
    assert "Known at another branch" in page
    assert "Looks like" not in page


def test_a_heads_bar_says_how_many_were_contacted(board, rory, branch):
    heard = make_lead(branch=branch, name="Ann Able")
    make_lead(branch=branch, name="Bob Busy")
    rules.reached_out(heard, at=heard.created_at, by=rory)
    page = board(rory).content.decode()
    assert 'value="50" aria-label="1 of 2 contacted"' in page
