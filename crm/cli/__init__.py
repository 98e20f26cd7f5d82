"""The console command `crm`: everything a shop's server needs to be told.

Each subcommand finds its database by `DATABASE_URL`, else in its data folder (`--data`),
where the embedded PostgreSQL is started for as long as the command runs.
"""

from crm.cli.commands import main

__all__ = ["main"]
