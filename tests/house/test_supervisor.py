"""The supervisor: restarts what crashes, waits longer each time, stops in order."""

import signal
import subprocess
import sys

import pytest

from crm.cli import supervisor
from crm.cli.supervisor import Child, Supervisor


@pytest.fixture
def clock(monkeypatch):
    """The supervisor's clock, under our control."""

    class Clock:
        now = 1_000.0

        def monotonic(self):
            return self.now

        def sleep(self, seconds):
            self.now += seconds

    clock = Clock()
    monkeypatch.setattr(supervisor, "time", clock)
    return clock


class Script(Child):
    """A child that runs a line of Python instead of a crm command."""

    def _start(self, now):
        self.process = subprocess.Popen([sys.executable, "-c", *self.arguments])
        self._started = now


def test_a_crash_is_followed_by_ever_longer_pauses(clock, capfd):
    child = Script("web", ["raise SystemExit(3)"])
    pauses = []
    for _time in range(9):
        child.tend()
        child.process.wait()
        child.tend()
        pauses.append(child.due - clock.now)
        clock.now = child.due
    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert "web ended (3); again in 0.5 s." in capfd.readouterr().err


def test_a_child_that_ran_well_is_started_again_without_delay(clock, capfd):
    child = Script("web", ["pass"])
    child.tend()
    child.process.wait()
    clock.now += 31
    child.tend()
    child.tend()
    assert child.process is not None
    child.process.wait()


def test_children_are_stopped_in_the_order_they_are_named(capfd):
    line = "import signal, sys; print('up', flush=True); signal.pause()"
    children = [Script(name, [line]) for name in ("web", "worker")]
    ended = []
    for child in children:
        child.tend()
        stop = child.stop
        child.stop = lambda stop=stop, name=child.name: (stop(), ended.append(name))
    Supervisor(children).stop()
    assert ended == ["web", "worker"]
    assert [child.process.returncode for child in children] == [-signal.SIGTERM] * 2


def test_a_child_that_will_not_stop_is_killed(monkeypatch):
    monkeypatch.setattr(supervisor, "PATIENCE", 0.2)
    deaf = "import signal; signal.signal(15, signal.SIG_IGN); print(1, flush=True); signal.pause()"
    child = Script("web", [deaf])
    child.process = subprocess.Popen(
        [sys.executable, "-c", deaf], stdout=subprocess.PIPE, process_group=0
    )
    with child.process.stdout as output:
        output.readline()
        child.stop()
    assert child.process.returncode == -signal.SIGKILL
