"""The hub of one web process: reads the log once and tells every open socket."""

import asyncio
import logging
import threading
from collections.abc import Coroutine
from functools import partial
from uuid import UUID

from crm.activity.worker import repeat
from crm.lib import config
from crm.realtime import feed, rights, topics
from crm.realtime.client import SIGNED_OUT, Client
from crm.realtime.message import Message

log = logging.getLogger(__name__)

RIGHTS_LAST = 60.0  # seconds until they are read anew whatever happens


class Hub:
    """Where the log stands for this process, and who listens."""

    def __init__(self) -> None:
        self.position = 0
        self.head: UUID | None = None
        self._clients: set[Client] = set()
        self._ready = asyncio.Event()
        self._stop = threading.Event()
        self._chores: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin to read, in a thread that ends with the process or with `stop`."""
        loop = asyncio.get_running_loop()
        reader = feed.Feed(lambda messages: self._hand_over(loop, messages))
        threading.Thread(
            target=repeat, args=(reader.step, self._stop), name="live-feed", daemon=True
        ).start()
        self._begin(self._read_rights_now_and_then())

    def stop(self) -> None:
        self._stop.set()
        for chore in self._chores:
            chore.cancel()

    async def join(self, client: Client) -> int:
        """Let the client hear all that comes after the position this returns."""
        await self._ready.wait()
        self._clients.add(client)
        await self._read_rights([client])
        return self.position

    def leave(self, client: Client) -> None:
        self._clients.discard(client)

    def tell(self, messages: list[Message]) -> None:
        """Offer each to everybody, and see to what an event means for the hub itself."""
        for message in messages:
            self.position, self.head = message.position, message.id
            for client in self._clients:
                client.offer(message)
            if topics.family(message.verb) in topics.CHANGE_RIGHTS:
                self._begin(self._read_rights(self._affected_by(message)))
            elif message.verb == "config.accepted":
                self._begin(self._switch_configuration())
        self._ready.set()

    def _hand_over(self, loop: asyncio.AbstractEventLoop, messages: list[Message]) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(self.tell, messages)

    def _affected_by(self, message: Message) -> list[Client]:
        """Those the event is about; whatever is not about one account may be about all."""
        if message.about_type != "staff":
            return list(self._clients)
        return [
            client
            for client in self._clients
            # One whose rights are being read just now may be getting an older answer.
            if client.rights is None or client.rights.staff_id == message.about_id
        ]

    async def _read_rights(self, clients: list[Client]) -> None:
        for client in clients:
            client.rights = await rights.aside(partial(rights.read, client.credential))
            if client.rights is None:
                client.end(SIGNED_OUT)

    async def _read_rights_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(RIGHTS_LAST)
            try:
                await self._read_rights(list(self._clients))
            except Exception:
                log.exception("Rights could not be read anew; trying again in a minute")

    async def _switch_configuration(self) -> None:
        await rights.aside(config.refresh_all)

    def _begin(self, chore: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(chore)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)
