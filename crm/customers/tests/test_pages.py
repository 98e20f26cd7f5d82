"""The list of customers, finding one, and changing a fact."""

from datetime import date

import pytest

from crm.customers import rules
from crm.customers.search import search
from crm.customers.tests import make


@pytest.fixture
def ann(branch):
    return make.customer(branch, "Ann Able", email="ann@example.org", phone="07700 900482")


def names(response):
    page = response.content.decode()
    return [part.split(">")[1].split("<")[0] for part in page.split('class="row-link"')[1:]]


def test_by_family_name_accents_and_all(as_staff, rory, branch):
    for name in ("Zoe Young", "Adam Éclair", "Bea Dunn"):
        make.customer(branch, name)
    assert names(as_staff(rory).get("/customers")) == ["Bea Dunn", "Adam Éclair", "Zoe Young"]


@pytest.mark.parametrize("number", [1, 10, 50])
def test_the_list_costs_the_same_for_any_number(
    as_staff, rory, branch, django_assert_num_queries, number
):
    make.many(branch, number)
    browser = as_staff(rory)
    browser.get("/customers")
    with django_assert_num_queries(7):
        browser.get("/customers")


def test_pages_join_without_a_gap(as_staff, rory, branch):
    make.many(branch, 120)
    browser, seen, path = as_staff(rory), [], "/customers"
    while path:
        response = browser.get(path, headers={"HX-Request": "true"} if seen else {})
        seen += names(response)
        more = response.content.decode().split('class="load-more-row"')
        path = more[1].split('href="')[1].split('"')[0] if len(more) > 1 else ""
    assert len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize(
    "text",
    [
        "ann able",
        "Able",
        "ANN@example.org",
        "ann@ex",
        "07700 900482",
        "07700 90",
        "+4477009",
        "anne abel",
    ],
)
def test_she_is_found_by_what_people_remember(rory, ann, text):
    assert search(text, to=rory) == [ann]


@pytest.mark.parametrize("text", ["", "a", "  ", "\u0301", "zzzz", "%", "0770", "' or 1=1"])
def test_nobody_is_found_by_nonsense(rory, ann, text):
    expected = [ann] if text == "0770" else []
    assert search(text, to=rory) == expected


def test_an_exact_name_comes_before_one_that_begins_so(rory, branch):
    longer = make.customer(branch, "Ann Able-Zed")
    exact = make.customer(branch, "Ann Able")
    assert search("ann able", to=rory) == [exact, longer]


def test_likeness_is_asked_only_while_few_were_found(rory, branch, django_assert_num_queries):
    for number in range(10):
        make.customer(branch, f"Ann Able {number}")
    rory.branch_ids  # noqa: B018 - so that it is not counted
    with django_assert_num_queries(6):  # savepoint, time limit, two tiers, no limit, release
        assert len(search("ann able", to=rory)) == 10


def test_another_branch_finds_and_sees_nobody(as_staff, rex, ann):
    assert search("ann able", to=rex) == []
    assert names(as_staff(rex).get("/customers")) == []
    assert names(as_staff(rex).get("/customers?q=ann")) == []


def test_a_technician_sees_their_own(as_staff, tess, ann):
    assert names(as_staff(tess).get("/customers")) == []
    rules.grant(ann, by=tess, reason="assigned", staff=tess)
    assert names(as_staff(tess).get("/customers")) == ["Ann Able"]


def test_a_fact_is_changed_once_and_for_whoever_is_not_stale(as_staff, rory, ann, recorded):
    path = f"/customers/{ann.pk}/facts/phone"
    saved = as_staff(rory).post(f"{path}/change", {"phone": "07700 900111", "version": ann.version})
    assert saved.status_code == 200
    assert "07700 900111" in saved.content.decode()
    assert recorded() == ["customer.edited"]
    stale = as_staff(rory).post(f"{path}/change", {"phone": "07700 900999", "version": ann.version})
    assert stale.status_code == 412
    assert 'value="07700 900999"' in stale.content.decode()
    assert recorded() == ["customer.edited"]


def test_an_address_keeps_its_other_lines(as_staff, rory, ann):
    browser = as_staff(rory)
    browser.post(f"/customers/{ann.pk}/facts/line1/change", {"line1": "1 High Road"})
    browser.post(f"/customers/{ann.pk}/facts/postcode/change", {"postcode": "N17 6AA"})
    ann.refresh_from_db()
    assert ann.address == {"line1": "1 High Road", "postcode": "N17 6AA"}


def test_private_notes_stay_private(as_staff, rory, olga, ann):
    path = f"/customers/{ann.pk}/facts/customer_notes"
    assert as_staff(rory).get(path).status_code == 403
    assert as_staff(rory).post(f"{path}/change", {"customer_notes": "x"}).status_code == 403
    assert as_staff(olga).get(f"{path}/form").status_code == 200


def test_who_may(client, as_staff, mia, rex, ann, recorded):
    path = f"/customers/{ann.pk}/facts/phone"
    for door in (path, f"{path}/form"):
        assert client.get(door).status_code == 302
        assert as_staff(mia).get(door).status_code == 403
        assert as_staff(rex).get(door).status_code == 404
    assert as_staff(rex).post(f"{path}/change", {"phone": "1"}).status_code == 404
    assert client.get("/customers").status_code == 302
    assert recorded() == []


def test_a_foreign_cursor_is_refused(as_staff, rory):
    assert as_staff(rory).get("/customers?cursor=x").status_code == 422


@pytest.mark.parametrize(
    ("name", "typed", "column", "stored"),
    [
        ("tags", "VIP,  school run , VIP,", "tags", ["VIP", "school run"]),
        ("tags", "", "tags", []),
        ("birthday", "1984-02-29", "birthday", date(1984, 2, 29)),
        ("birthday", "", "birthday", None),
        ("job_title", "Head teacher", "job_title", "Head teacher"),
        ("language", "pt", "language", "pt"),
        ("linkedin", "in/ann", "social_profiles", {"linkedin": "in/ann"}),
    ],
)
def test_what_the_platform_adds_is_edited_in_place(
    as_staff, rory, branch, name, typed, column, stored
):
    ann = make.customer(branch)
    answer = as_staff(rory).post(f"/customers/{ann.pk}/facts/{name}/change", {name: typed})
    ann.refresh_from_db()
    assert (answer.status_code, getattr(ann, column)) == (200, stored)
    form = as_staff(rory).get(f"/customers/{ann.pk}/facts/{name}/form").content.decode()
    assert (typed.split(",")[0] in form) is True


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("tags", "x" * 51),
        ("birthday", "31/02/2020"),
        ("birthday", "0001-01-01"),
        ("language", "English"),
    ],
)
def test_what_does_not_fit_stays_in_the_field(as_staff, rory, branch, recorded, name, typed):
    ann = make.customer(branch)
    recorded.begin()
    answer = as_staff(rory).post(f"/customers/{ann.pk}/facts/{name}/change", {name: typed})
    assert answer.status_code == 422
    assert typed in answer.content.decode()
    assert recorded() == []
