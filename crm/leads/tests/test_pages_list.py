"""The list: filters, sorts, pages, many at once, and the file."""

from datetime import timedelta
from decimal import Decimal

import pytest

from crm.leads.models import Lead
from crm.leads.tests.make import aged, make_lead, make_many
from crm.lib import clock


@pytest.fixture
def desk(as_staff, rory):
    return as_staff(rory)


def names(response):
    page = response.content.decode()
    return [part.split(">")[1].split("<")[0] for part in page.split('class="row-link"')[1:]]


@pytest.mark.parametrize("number", [1, 10, 50])
def test_the_list_costs_the_same_for_any_number(
    desk, rory, branch, django_assert_num_queries, number
):
    make_many(number, branch=branch, assigned_to=rory)
    desk.get("/leads/list")
    with django_assert_num_queries(9):
        desk.get("/leads/list")


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("score", ["Bob", "Cat", "Ann"]),
        ("value", ["Ann", "Cat", "Bob"]),
        ("name", ["Ann", "Bob", "Cat"]),
        ("created", ["Cat", "Bob", "Ann"]),
        ("due", ["Cat", "Ann", "Bob"]),
    ],
)
def test_it_sorts(desk, branch, sort, expected):
    now = clock.now()
    make_lead(
        branch=branch,
        name="Ann",
        lead_score=10,
        estimated_value=Decimal(300),
        created_at=now - timedelta(days=3),
    )
    make_lead(
        branch=branch,
        name="Bob",
        lead_score=90,
        estimated_value=Decimal(100),
        created_at=now - timedelta(days=2),
    )
    make_lead(
        branch=branch, name="Cat", lead_score=50, estimated_value=Decimal(200), next_follow_up=now
    )
    assert names(desk.get("/leads/list", {"sort": sort})) == expected


@pytest.mark.parametrize("sort", ["score", "created", "due", "value", "name"])
def test_pages_join_without_a_gap_or_a_double(desk, branch, sort):
    make_many(120, branch=branch)
    seen, path = [], f"/leads/list?sort={sort}"
    while path:
        response = desk.get(path, headers={"HX-Request": "true"} if seen else {})
        seen += names(response)
        page = response.content.decode()
        more = page.split('class="load-more-row"')
        path = (
            more[1].split('href="')[1].split('"')[0].replace("&amp;", "&") if len(more) > 1 else ""
        )
    assert len(seen) == 120
    assert len(set(seen)) == 120


def test_it_filters(desk, branch, tess, rory):
    make_lead(branch=branch, name="Ann", urgency_level="URGENT", phone="07700 900482")
    make_lead(branch=branch, name="Élodie", source_type="PHONE", assigned_to=tess)
    aged(make_lead(branch=branch, name="Late"), next_follow_up=clock.now() - timedelta(hours=1))
    aged(make_lead(branch=branch, name="Gone"), status="LOST", lost_reason="x")

    def shown(**query):
        return sorted(names(desk.get("/leads/list", query)))

    assert shown(urgency="URGENT") == ["Ann"]
    assert shown(source="PHONE") == ["Élodie"]
    assert shown(q="elodie") == ["Élodie"]
    assert shown(q="07700900482") == ["Ann"]
    assert shown(overdue="1") == ["Late"]
    assert shown(status="LOST") == ["Gone"]
    assert shown(assignee=str(tess.pk)) == ["Élodie"]
    assert shown(until="2001-01-01") == []
    assert shown(since="9999-99-99", score="200", assignee="x") == ["Ann", "Gone", "Late", "Élodie"]


def test_many_change_hands_at_once_or_none_does(desk, branch, other_branch, tess, rex, recorded):
    mine = [make_lead(branch=branch, name=name) for name in ("Ann", "Bob")]
    theirs = make_lead(branch=other_branch, name="Zed")
    recorded.begin()
    ids = [str(lead.pk) for lead in (*mine, theirs)]
    refused = desk.post("/leads/assignments", {"lead": ids, "to": str(rex.pk)})
    assert (refused.status_code, "Rex" in refused.content.decode()) == (422, False)
    assert recorded() == []
    done = desk.post("/leads/assignments", {"lead": ids, "to": str(tess.pk)})
    assert done.status_code == 204
    assert recorded() == ["lead.assigned"] * 2
    assert Lead.objects.get(pk=theirs.pk).assigned_to == rex


def test_the_file_has_every_row_and_no_live_formula(as_staff, mia, branch, other_branch, recorded):
    make_many(600, branch=branch)
    make_lead(branch=branch, name='=HYPERLINK("http://x")', device_interest={"issue": "+1"})
    make_lead(branch=other_branch, name="Zed")
    recorded.begin()
    response = as_staff(mia).get("/leads/list.csv")
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeffName,Phone,Email")
    assert text.count("\r\n") == 602
    assert '"\'=HYPERLINK(""http://x"")"' in text
    assert ",'+1," in text
    assert "Zed" not in text
    assert recorded() == ["lead.exported"]


def test_a_view_is_saved_and_offered(desk, rory):
    desk.post(
        "/settings/saved-views", {"page": "leads", "name": "Hot ones", "query": "?score=80&mine=1"}
    )
    page = desk.get("/leads/list").content.decode()
    assert 'href="/leads/list?' in page
    assert "Hot ones" in page
    assert "score=80" in page
