"""The commands that do one thing and end."""

import argparse
import sys

from crm.cli import ground

MIGRATION_LOCK = 0x637_26D  # "crm"; any number, as long as every process uses the same


def migrate(options: argparse.Namespace) -> None:
    with ground.django(options.data):
        bring_up_to_date()


def bring_up_to_date() -> None:
    """Apply what is missing, and load the device catalogue; one process at a time, however many
    machines start at once.
    """
    from django.core.management import call_command
    from django.db import connection

    from crm.catalogue import rules as catalogue

    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0")  # another process's migrations may take long
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        cursor.execute("RESET lock_timeout")
        try:
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
            catalogue.load()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def config_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["check"], help="name every mistake by file and line")


def config(options: argparse.Namespace) -> int:
    ground.set_environment(options.data)
    import django

    from crm.lib import config as files
    from crm.lib.yaml_source import ConfigError

    try:
        django.setup()
        mistakes = files.check()
    except ConfigError as error:
        mistakes = str(error).splitlines()
    for mistake in mistakes:
        sys.stdout.write(f"{mistake}\n")
    if not mistakes:
        sys.stdout.write("The configuration is in order.\n")
    return 1 if mistakes else 0


def token_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--role", required=True, help="a role of config/permissions.yaml")
    parser.add_argument("--name", default="script", help="what the key is for (%(default)s)")


def token(options: argparse.Namespace) -> None:
    with ground.django(options.data):
        from crm.accounts import rules
        from crm.lib.refusal import Refusal

        try:
            _key, secret = rules.issue_console_key(name=options.name, role=options.role)
        except Refusal as refusal:
            sys.exit(f"crm: {refusal.message}")
        sys.stdout.write(f"{secret}\n")


def demo_data_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--customers", type=int, default=0, metavar="N", help="add N more customers (%(default)s)"
    )
    parser.add_argument(
        "--interactions",
        type=int,
        default=2,
        metavar="N",
        help="with so many interactions each (%(default)s)",
    )


def demo_data(options: argparse.Namespace) -> None:
    with ground.django(options.data):
        from crm import demo

        bring_up_to_date()
        demo.load()
        demo.fill(options.customers, _told, interactions=options.interactions)
        sys.stdout.write("The demo data is in.\n")


def _told(done: int) -> None:
    sys.stdout.write(f"{done:,} customers\n")
    sys.stdout.flush()
