"""One open socket: what it waits to be told, and why it ends."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from crm.realtime import topics
from crm.realtime.message import Message, word
from crm.realtime.rights import Credential, Rights

QUEUE = 100  # a page this far behind had better fetch everything anew
PING_EVERY = 25.0
SEND_WITHIN = 10.0
SIGNED_OUT = 4401
TRY_AGAIN = 1013
Say = Callable[[str], Awaitable[None]]


@dataclass(frozen=True)
class Resync:
    """Stands for all that was told up to a position."""

    position: int
    head: UUID


class Client:
    """Hears what its rights allow, in the order of the log, each event once."""

    def __init__(self, credential: Credential) -> None:
        self.credential = credential
        self.rights: Rights | None = None  # hears nothing until they are known
        self.last = 0
        self.over: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._queue: asyncio.Queue[Message | Resync] = asyncio.Queue(QUEUE)

    def offer(self, message: Message) -> None:
        """Let the client hear this, if it may; what is too much becomes one `resync`."""
        if not self.may_hear(message):
            return
        if self._queue.full():
            while not self._queue.empty():
                self._queue.get_nowait()
            self._queue.put_nowait(Resync(message.position, message.id))
        else:
            self._queue.put_nowait(message)

    def may_hear(self, message: Message) -> bool:
        return self.rights is not None and topics.hears(self.rights, message)

    def end(self, code: int) -> None:
        if not self.over.done():
            self.over.set_result(code)

    async def speak(self, say: Say) -> None:
        """Pass on what is offered, until the line is too slow for it; a ping keeps it open."""
        while not self.over.done():
            try:
                async with asyncio.timeout(PING_EVERY):
                    news = await self._queue.get()
            except TimeoutError:
                await self._say(word("ping"), say)
            else:
                await self.tell(news, say)

    async def tell(self, news: Message | Resync, say: Say) -> None:
        """Rights may have gone since the offer, and a resume may have told it already."""
        if news.position <= self.last:
            return
        self.last = news.position
        if isinstance(news, Resync):
            await self._say(word("resync", head=news.head), say)
        elif self.may_hear(news):
            await self._say(news.text, say)

    async def _say(self, text: str, say: Say) -> None:
        try:
            async with asyncio.timeout(SEND_WITHIN):
                await say(text)
        except TimeoutError:
            self.end(TRY_AGAIN)
