"""Keeps a few child processes running: restarts what crashes, stops all in a fixed order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crm.embedded_postgres import tether

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
HEALTHY_AFTER = 30.0  # a process that lasted this long is started again without delay
PATIENCE = 15.0  # longer than web and worker give what they are in the middle of


@dataclass
class Child:
    """One subcommand of `crm` in a process, and a process group, of its own."""

    name: str
    arguments: list[str]
    process: subprocess.Popen[Any] | None = None
    due: float = 0.0
    _started: float = 0.0
    _pause: float = 0.0

    def tend(self) -> None:
        """Start it if it does not run and is due; wait longer after each quick crash."""
        now = time.monotonic()
        if self.process is None and now >= self.due:
            self._start(now)
        elif self.process is not None and (code := self.process.poll()) is not None:
            self.process = None
            quick = now - self._started < HEALTHY_AFTER
            self._pause = min(max(FIRST_PAUSE, 2 * self._pause), LONGEST_PAUSE) if quick else 0.0
            self.due = now + self._pause
            sys.stderr.write(f"{self.name} ended ({code}); again in {self._pause:.1f} s.\n")

    def stop(self) -> None:
        """Let it finish what it does; insist after a while."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _start(self, now: float) -> None:
        tied = [sys.executable, "-I", tether.__file__, "same", str(os.getpid())]
        self.process = subprocess.Popen(
            [*tied, sys.executable, "-m", "crm.cli", *self.arguments],
            stdin=subprocess.DEVNULL,
            process_group=0,  # Ctrl-C must reach only us: we know the order of stopping
        )
        self._started = now


class Supervisor:
    """Children in the order in which they are to be stopped."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children

    def tend_until(self, done: Callable[[], bool]) -> None:
        while not done():
            for child in self.children:
                child.tend()
            time.sleep(0.1)

    def stop(self) -> None:
        for child in self.children:
            child.stop()
