"""What a slow page is told: never more than it can take, never half."""

import asyncio
import json

from crm.lib.clock import now
from crm.lib.ids import uuid7
from crm.realtime import client as module
from crm.realtime.client import QUEUE, TRY_AGAIN, Client
from crm.realtime.message import Message
from crm.realtime.tests.test_topics import HERE, rights


def numbered(position):
    return Message(
        id=uuid7(),
        position=position,
        verb="lead.edited",
        about_type="lead",
        about_id=uuid7(),
        customer_id=None,
        branch_id=HERE,
        at=now(),
    )


class Line:
    """Keeps what it is sent; `stuck` lines take nothing."""

    def __init__(self, *, stuck: bool) -> None:
        self.heard: list[dict] = []
        self.stuck = stuck

    async def __call__(self, text: str) -> None:
        if self.stuck:
            await asyncio.sleep(60)
        self.heard.append(json.loads(text))


def listener() -> Client:
    client = Client(lambda: None)
    client.rights = rights("leads.view")
    return client


async def spoken(client, line, seconds=0.05):
    speaking = asyncio.create_task(client.speak(line))
    await asyncio.sleep(seconds)
    speaking.cancel()


def test_too_much_at_once_becomes_one_resync_and_then_goes_on():
    async def story():
        client, line = listener(), Line(stuck=False)
        flood = [numbered(position) for position in range(1, QUEUE + 4)]
        for message in flood:
            client.offer(message)
        await spoken(client, line)
        return flood, line.heard

    flood, heard = asyncio.run(story())
    assert [one["type"] for one in heard] == ["resync", "lead.edited", "lead.edited"]
    assert heard[0]["payload"] == {"head": str(flood[QUEUE].id)}
    assert [one["id"] for one in heard[1:]] == [str(one.id) for one in flood[QUEUE + 1 :]]


def test_a_line_that_takes_nothing_is_let_go(monkeypatch):
    monkeypatch.setattr(module, "SEND_WITHIN", 0.01)

    async def story():
        client = listener()
        client.offer(numbered(1))
        await spoken(client, Line(stuck=True))
        return client.over.result()

    assert asyncio.run(story()) == TRY_AGAIN


def test_a_quiet_line_is_kept_open(monkeypatch):
    monkeypatch.setattr(module, "PING_EVERY", 0.02)

    async def story():
        line = Line(stuck=False)
        await spoken(listener(), line)
        return line.heard

    heard = asyncio.run(story())
    assert heard
    assert {one["type"] for one in heard} == {"ping"}


def test_what_a_resume_has_told_is_not_told_again():
    async def story():
        client, line = listener(), Line(stuck=False)
        first, second = numbered(1), numbered(2)
        client.offer(first)
        client.offer(second)
        await client.tell(first, line)
        await spoken(client, line)
        return [first, second], line.heard

    told, heard = asyncio.run(story())
    assert [one["id"] for one in heard] == [str(one.id) for one in told]


def test_rights_lost_while_waiting_silence_what_waits():
    async def story():
        client, line = listener(), Line(stuck=False)
        client.offer(numbered(1))
        client.rights = None
        await spoken(client, line)
        return line.heard

    assert asyncio.run(story()) == []
