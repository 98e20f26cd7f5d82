"""The live socket against a real server process, and the worker that pumps for it."""

import asyncio
import threading
import time
from functools import partial

import pytest
from django.db import connection
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from crm.accounts import rules
from crm.accounts.models import Staff
from crm.activity import worker
from crm.activity.tests.make import in_thread
from crm.realtime.tests.make import Page, cookie, happen, opened, product

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def web(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), product("web") as processes:
        yield processes


@pytest.fixture
def running(web, db):
    """A web process of its own, and the pump in this one."""
    stop = threading.Event()
    pumping = in_thread(partial(worker.run, stop))
    yield web
    stop.set()
    pumping.join()


def aside(work, *args, **options):
    """The database's side of a story, off the event loop."""
    return asyncio.to_thread(_closing, partial(work, *args, **options))


def _closing(work):
    try:
        return work()
    finally:
        connection.close()


def test_a_page_hears_within_a_second_of_the_commit(running, rory, branch):
    cookie_of_rory = cookie(rory)

    async def story():
        async with opened(running, cookie_of_rory) as line:
            page = Page(line)
            hello = await page.hear()
            assert (hello["type"], hello["id"]) == ("hello", None)
            waits = []
            for _ in range(3):
                event = await asyncio.to_thread(happen, rory, branch)
                committed = time.monotonic()
                heard = await page.hear()
                waits.append(time.monotonic() - committed)
            assert min(waits) < 1
            assert heard == {
                "type": "lead.edited",
                "payload": {
                    "about_type": "staff",
                    "about_id": str(rory.pk),
                    "customer_id": None,
                    "branch_id": str(branch.pk),
                },
                "timestamp": event.at.isoformat(),
                "id": str(event.pk),
            }

    asyncio.run(story())


def test_another_branch_hears_nothing_and_a_role_only_its_topics(running, rory, rex, olga, branch):
    cookies = [cookie(one) for one in (rory, rex, olga)]

    async def story():
        async with (
            opened(running, cookies[0]) as rorys,
            opened(running, cookies[1]) as rexs,
            opened(running, cookies[2]) as olgas,
        ):
            pages = [Page(line) for line in (rorys, rexs, olgas)]
            for page in pages:
                assert (await page.hear())["type"] == "hello"
            await asyncio.to_thread(happen, rory, branch, "lead.edited")
            await asyncio.to_thread(happen, rory, branch, "staff.renamed")
            assert (await pages[0].hear())["type"] == "lead.edited"
            assert (await pages[2].hear())["type"] == "lead.edited"
            assert (await pages[2].hear())["type"] == "staff.renamed"
            assert await pages[0].heard_nothing()
            assert await pages[1].heard_nothing()

    asyncio.run(story())


def test_a_page_that_slept_too_long_is_told_to_fetch_everything_anew(running, rory, branch):
    cookie_of_rory = cookie(rory)

    async def story():
        async with opened(
            running, cookie_of_rory, since="01930000-0000-7000-8000-000000000000"
        ) as line:
            page = Page(line)
            assert (await page.hear())["type"] == "hello"
            assert (await page.hear())["type"] == "resync"
            event = await asyncio.to_thread(happen, rory, branch)
            assert (await page.hear())["id"] == str(event.pk)

    asyncio.run(story())


def test_another_sites_page_is_refused(running, rory):
    cookie_of_rory = cookie(rory)

    async def story():
        with pytest.raises(InvalidStatus) as refused:
            async with opened(running, cookie_of_rory, origin="https://evil.example"):
                pass
        assert refused.value.response.status_code == 403

    asyncio.run(story())


def test_a_stranger_is_shown_to_the_sign_in(running):
    async def story():
        async with opened(running, "sessionid=made-up") as line:
            assert await Page(line).closed_with() == 4401

    asyncio.run(story())


def test_no_other_socket_exists(running, rory):
    async def story():
        with pytest.raises(InvalidStatus) as refused:
            async with connect(f"ws://localhost:{running.port}/ws/other", origin=running.address):
                pass
        assert refused.value.response.status_code == 404

    asyncio.run(story())


def test_a_disabled_persons_socket_closes_within_a_second(running, rory, olga, branch):
    cookie_of_rory = cookie(rory)

    async def story():
        async with opened(running, cookie_of_rory) as line:
            page = Page(line)
            await page.hear()
            disabled = time.monotonic()
            await aside(rules.disable, rory, by=olga)
            assert await page.closed_with() == 4401
            assert time.monotonic() - disabled < 1

    asyncio.run(story())


def test_a_ticket_opens_one_socket_once(running, rory, branch):
    ticket = rules.issue_live_ticket(by=rory)

    async def story():
        async with opened(running, ticket=ticket, origin="https://shop.example") as line:
            page = Page(line)
            assert (await page.hear())["type"] == "hello"
            await asyncio.to_thread(happen, rory, branch)
            assert (await page.hear())["type"] == "lead.edited"
        async with opened(running, ticket=ticket) as line:
            assert await Page(line).closed_with() == 4401

    asyncio.run(story())


def test_new_rights_are_felt_at_once(running, mia, olga, branch):
    """Mia is promoted: what only managers may hear reaches the page she has open."""
    cookie_of_mia = cookie(mia)

    async def story():
        async with opened(running, cookie_of_mia) as line:
            page = Page(line)
            await page.hear()
            await asyncio.to_thread(happen, mia, branch, "config.accepted")
            await aside(Staff.objects.filter(pk=mia.pk).update, role="manager")
            await asyncio.to_thread(happen, mia, branch, "staff.role_changed")
            await asyncio.sleep(1)
            event = await asyncio.to_thread(happen, mia, branch, "config.accepted")
            assert (await page.hear())["id"] == str(event.pk)

    asyncio.run(story())
