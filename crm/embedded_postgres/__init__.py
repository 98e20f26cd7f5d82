"""The PostgreSQL the product brings along, for whoever has not set `DATABASE_URL`.

`serving(data)` yields the URL of the database kept in a data folder: a server that already
runs there is shared, otherwise one is started and stopped again. `started(data)` insists on
being the one that starts it. Standard library and
psycopg only, so that it can run before Django knows its settings.
"""

from crm.embedded_postgres.failure import EmbeddedPostgresError
from crm.embedded_postgres.server import serving, started

__all__ = ["EmbeddedPostgresError", "serving", "started"]
