"""Web and worker die as in a power cut; a page that comes back has missed nothing."""

import asyncio

import pytest

from crm.realtime.tests.make import Page, cookie, happen, opened, product

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_nothing_is_lost_across_a_restart_of_every_process(rory, branch):
    cookie_of_rory = cookie(rory)

    async def story():
        async with opened(running, cookie_of_rory) as line:
            page = Page(line)
            await page.hear()
            last = await asyncio.to_thread(happen, rory, branch)
            assert (await page.hear())["id"] == str(last.pk)
            running.kill("web", "worker")
        slept = [await asyncio.to_thread(happen, rory, branch) for _ in range(3)]
        running.start("web", "worker")
        later = []
        async with opened(running, cookie_of_rory, since=str(last.pk)) as line:
            page = Page(line)
            assert (await page.hear())["type"] == "hello"
            later.append(await asyncio.to_thread(happen, rory, branch))
            heard = [(await page.hear())["id"] for _ in range(4)]
            assert heard == [str(event.pk) for event in slept + later]
            assert await page.heard_nothing()

    with product("web", "worker") as running:
        asyncio.run(story())
