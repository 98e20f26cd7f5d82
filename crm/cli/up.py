"""`crm up`: database, tables, then web and worker under one supervisor."""

import argparse
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from crm.cli import chores, ground, processes
from crm.cli.supervisor import Child, Supervisor
from crm.embedded_postgres import started


def options(parser: argparse.ArgumentParser) -> None:
    processes.address(parser)
    parser.add_argument(
        "--demo", action="store_true", help="fill an empty shop with the demo's people and work"
    )


def run(options: argparse.Namespace) -> int:
    """Everything in one place, until Ctrl-C."""
    if _answers(options.host, options.port):
        sys.exit(f"Port {options.port} is in use already; choose another one with --port.")
    address = ground.answer_at(options.host, options.port)
    with suppress(KeyboardInterrupt), ExitStack() as stack:
        with _step("Starting the database"):
            stack.enter_context(ground.django(options.data, started))
        with _step("Bringing its tables up to date"):
            chores.bring_up_to_date()
        welcome = _demo() if options.demo else _first_owner()
        children = Supervisor([_child("web", options), _child("worker", options)])
        stack.callback(children.stop)
        with _step("Starting web and worker"):
            children.tend_until(lambda: _answers(options.host, options.port))
        _say(f"\nReviva CRM is at {address}\n\n{welcome}Ctrl-C stops it.\n")
        children.tend_until(lambda: False)
    _say("Stopped.\n")
    return 0


def _first_owner() -> str:
    from crm.accounts import rules

    link = rules.first_owner_link()
    return f"Nobody works here yet. The first owner comes in by\n{link}\n\n" if link else ""


def _demo() -> str:
    from crm import demo

    with _step("Opening the demo shop"):
        demo.load()
    rows = [f"  {role:12} {email:24} {password}\n" for role, email, password in demo.logins()]
    return f"Sign in as\n{''.join(rows)}\n" if rows else _first_owner()


def _child(name: str, options: argparse.Namespace) -> Child:
    arguments = [name, "--data", str(options.data)]
    if name == "web":
        arguments += ["--host", options.host, "--port", str(options.port)]
    return Child(name, arguments)


def _answers(host: str, port: int) -> bool:
    with suppress(OSError), socket.create_connection((host, port), timeout=1):
        return True
    return False


@contextmanager
def _step(title: str) -> Iterator[None]:
    _say(f"{title} ... ")
    begun = time.monotonic()
    yield
    _say(f"{time.monotonic() - begun:.1f} s\n")


def _say(words: str) -> None:
    sys.stdout.write(words)
    sys.stdout.flush()
