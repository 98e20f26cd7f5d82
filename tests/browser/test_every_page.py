"""Every page and dialog, in light and dark, on a desktop and on a phone."""

from dataclasses import dataclass

import httpx
import pytest
from playwright.sync_api import Browser

from tests.browser.audit import LOOKS, Visit, look_at
from tests.browser.complaints import Complaints
from tests.browser.conftest import Tell
from tests.browser.people import People
from tests.browser.walk import every_place
from tests.product import Product


@dataclass(frozen=True)
class Tour:
    """All visits of the owner, who may open everything."""

    visits: list[Visit]
    complaints: list[str]


@pytest.fixture(scope="module")
def tour(product: Product, people: People, browser: Browser) -> Tour:
    session = people.session("olga")
    cookies = {cookie["name"]: cookie["value"] for cookie in session["cookies"]}
    with httpx.Client(
        base_url=product.url, cookies=cookies, follow_redirects=True, timeout=30
    ) as client:
        places = every_place(client)
    complaints = Complaints()
    with browser.new_context(base_url=product.url, storage_state=session) as context:
        complaints.listen(context)
        page = context.new_page()
        visits = [look_at(page, place) for place in places]
    return Tour(visits, complaints.heard)


def test_the_walk_finds_the_pages_people_work_on(tour: Tour) -> None:
    doors = {visit.place.door for visit in tour.visits}
    assert {
        "",
        "leads",
        "leads/list",
        "leads/<uuid:pk>",
        "customers",
        "customers/<uuid:pk>",
        "settings/you",
        "design",
    } <= doors


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_against_wcag_2_2_aa(tour: Tour, look: str) -> None:
    found = [
        f"{visit.place.path}: {words}" for visit in tour.visits for words in visit.violations[look]
    ]
    assert not found, "\n".join(found)


def test_the_advice_beyond_the_law_is_written_down(tour: Tour, tell: Tell) -> None:
    tell(f"axe looked at {len(tour.visits)} places in {len(LOOKS)} looks. It also advises:")
    for visit in tour.visits:
        for words in sorted(visit.advice):
            tell(f"  {visit.place.path}: {words}")


def test_no_page_scrolls_sideways_on_a_phone(tour: Tour) -> None:
    assert {visit.place.path: visit.overflow for visit in tour.visits if visit.overflow} == {}


def test_no_page_complains_in_the_console(tour: Tour) -> None:
    assert tour.complaints == []
