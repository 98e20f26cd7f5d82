"""The subcommands and their options; each one's work is in the file it names."""

import argparse
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from crm.cli import bringing, chores, devices, ground, processes, up
from crm.embedded_postgres import EmbeddedPostgresError
from crm.lib.yaml_source import ConfigError

INTERRUPTED = 130


@dataclass(frozen=True)
class Command:
    """One word after `crm`."""

    name: str
    purpose: str
    run: Callable[[argparse.Namespace], int | None]
    options: Callable[[argparse.ArgumentParser], None] | None = None


COMMANDS = [
    Command("up", "run the whole product here: database, web and worker", up.run, up.options),
    Command("web", "serve pages, API and live updates", processes.web, processes.address),
    Command("worker", "do queued jobs and pass the news to listeners", processes.worker),
    Command("migrate", "bring the database's tables up to this version", chores.migrate),
    Command("config", "check every configuration file", chores.config, chores.config_options),
    Command(
        "demo-data",
        "add the demo shop, and customers by the thousand to measure with",
        chores.demo_data,
        chores.demo_data_options,
    ),
    Command(
        "import-revivatech",
        "read customers from the platform's database",
        bringing.run,
        bringing.options,
    ),
    Command(
        "import-devices",
        "bring device models into the catalogue from JSON files",
        devices.import_models,
        devices.import_options,
    ),
    Command("token", "print a new API key for scripts", chores.token, chores.token_options),
]


def main(arguments: list[str] | None = None) -> None:
    """Run one subcommand and leave with its exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # Explicitly: a shell that starts us in the background hands SIGINT down ignored.
        signal.signal(number, _interrupt)
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int | None] = options.run
    try:
        sys.exit(run(options))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except (EmbeddedPostgresError, ConfigError) as error:
        sys.exit(f"crm: {error}")


def _interrupt(number: int, frame: FrameType | None) -> None:
    for other in (signal.SIGINT, signal.SIGTERM):
        signal.signal(other, signal.SIG_IGN)  # an impatient second Ctrl-C must leave no orphans
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="crm",
        description="Reviva CRM, the CRM for computer-repair shops.",
        epilog="DATABASE_URL names the PostgreSQL server to use; without it the product runs its "
        "own, on the data folder.",
    )
    words = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        word = words.add_parser(
            command.name, help=command.purpose, description=f"{command.purpose.capitalize()}."
        )
        word.add_argument(
            "--data",
            type=Path,
            metavar="DIR",
            default=ground.default_data(),
            help="the folder of the secret key and the embedded database (%(default)s)",
        )
        if command.options:
            command.options(word)
        word.set_defaults(run=command.run)
    return parser
