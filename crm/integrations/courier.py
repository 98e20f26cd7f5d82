"""The worker's thread that brings webhooks out: several endpoints at once, each one in turn.

Not a job of the queue: a receiver may keep us waiting for fifteen seconds, and meanwhile
nobody else's job may wait. The rows are the queue, so any number of workers may do this.
"""

import logging
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from uuid import UUID

from django.db import connection

from crm.integrations import rules

log = logging.getLogger(__name__)
AT_ONCE = 8  # endpoints
A_ROUND = 10.0  # seconds for one endpoint, before others may have its thread
POLL = 1.0


def run(stop: threading.Event) -> None:
    """Look each second for what is due, until `stop` is set."""
    busy: set[UUID] = set()
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhooks") as pool:
        while not stop.is_set():
            for endpoint_id in _due():
                if endpoint_id not in busy and len(busy) < AT_ONCE:
                    busy.add(endpoint_id)
                    done = pool.submit(round_for, endpoint_id, stop)
                    done.add_done_callback(partial(_free, busy, endpoint_id))
            stop.wait(POLL)
    connection.close()


def round_for(endpoint_id: UUID, stop: threading.Event) -> None:
    """Everything that is due for one endpoint, until it needs rest or its time is over."""
    until = time.monotonic() + A_ROUND
    try:
        while not stop.is_set() and time.monotonic() < until:
            if not rules.send_next(endpoint_id):
                return
    except Exception:
        log.exception("Webhooks to endpoint %s stumbled and will go on", endpoint_id)
    finally:
        connection.close()


def _free(busy: set[UUID], endpoint_id: UUID, _done: Future[None]) -> None:
    busy.discard(endpoint_id)


def _due() -> list[UUID]:
    try:
        return rules.endpoints_with_post()
    except Exception:
        log.exception("The webhooks' courier stumbled and will go on")
        connection.close()
        return []
