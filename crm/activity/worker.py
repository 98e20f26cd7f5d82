"""The worker's share of the log: one thread pumps, two read for the listeners."""

import logging
import threading
from collections.abc import Callable

from django.db import connection

from crm.activity import listeners, pump, readers, wakeup

log = logging.getLogger(__name__)

READERS = 2
PAUSE_AFTER_TROUBLE = 1.0


def run(stop: threading.Event) -> None:
    """Pump and read until `stop` is set; every worker may do so at once."""
    for listener in listeners.followers():
        readers.start(listener)
    connection.close()  # this thread only waits from here
    loops: list[tuple[str, Callable[[], None]]] = [("pump", _pump_once)]
    loops += [(f"reader-{number}", _read_once) for number in range(READERS)]
    threads = [
        threading.Thread(target=repeat, name=f"activity-{name}", args=(step, stop))
        for name, step in loops
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def repeat(step: Callable[[], None], stop: threading.Event) -> None:
    """Repeat a step that sleeps for itself; outlive whatever happens to the database."""
    while not stop.is_set():
        try:
            step()
        except Exception:
            log.exception("%s stumbled and will go on", threading.current_thread().name)
            connection.close()
            stop.wait(PAUSE_AFTER_TROUBLE)
    connection.close()


def _pump_once() -> None:
    wakeup.listen(wakeup.RECORDED)  # each time anew: the connection may be a new one
    if pump.pump() < pump.BATCH:
        _sleep(busy=pump.is_waiting())  # another worker's pump is at it


def _read_once() -> None:
    wakeup.listen(wakeup.NUMBERED)
    if not sum(readers.read(listener) for listener in listeners.followers()):
        _sleep(busy=pump.is_waiting() or readers.is_retrying())


def _sleep(*, busy: bool) -> None:
    wakeup.sleep(wakeup.POLL_WHILE_WORK_WAITS if busy else wakeup.POLL)
