"""The tabs of a customer's page: who sees which, what they count, where they lead."""

import pytest

from crm.customers.tests import make
from crm.dashboard.tabs import tabs_of
from crm.leads import rules as leads
from crm.leads.tests.make import make_lead


@pytest.fixture
def ann(branch):
    return make.customer(branch, "Ann Able", email="ann@example.org")


def by_name(customer, staff, current=""):
    return {shown.tab.name: shown for shown in tabs_of(customer, to=staff, current=current)}


def test_the_timeline_stands_first_and_open(ann, rory):
    tabs = tabs_of(ann, to=rory)
    assert (tabs[0].tab.name, tabs[0].current) == ("timeline", True)
    assert [shown.current for shown in tabs].count(True) == 1
    assert tabs[0].fragment == f"/customers/{ann.pk}/timeline"


def test_a_number_says_how_many_there_are_for_this_person(
    ann, branch, other_branch, rory, olga, rex
):
    for at, by in ((branch, rory), (branch, rory), (other_branch, rex)):
        lead = make_lead(branch=at, name="Ann Able", email="ann@example.org")
        leads.convert(lead, by=by)
    assert by_name(ann, rory)["leads"].number == "2"
    assert by_name(ann, olga)["leads"].number == "3"
    assert by_name(ann, rex)["leads"].number == "1"


def test_nothing_has_no_number(ann, rory):
    assert by_name(ann, rory)["leads"].number == ""


def test_another_tab_is_opened_by_its_name_and_fetches_its_own(as_staff, ann, rory):
    assert by_name(ann, rory, "leads")["leads"].current
    page = as_staff(rory).get(f"/customers/{ann.pk}?tab=leads").content.decode()
    assert f'hx-get="/customers/{ann.pk}/leads" hx-trigger="load"' in page
    assert f'href="/customers/{ann.pk}?tab=leads" aria-current="page"' in page


@pytest.mark.parametrize("name", ["nonsense", "\0", "<script>"])
def test_an_unknown_tab_is_the_first(as_staff, ann, rory, name):
    page = as_staff(rory).get(f"/customers/{ann.pk}", {"tab": name})
    assert page.status_code == 200
    assert f'href="/customers/{ann.pk}?tab=timeline" aria-current="page"' in page.content.decode()


def test_numbers_are_counted_in_one_statement(ann, rory, django_assert_num_queries):
    tabs_of(ann, to=rory)
    with django_assert_num_queries(1):
        tabs_of(ann, to=rory)
