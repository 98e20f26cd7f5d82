"""Reading customers straight from the platform's PostgreSQL, which is never written to.

Two models of its users exist side by side, and their columns are spelt in several ways, so
what is there is looked at first. Only the configured columns are asked for: no password, no
token and no session ever leaves that database.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql

from crm.integrations.config import integrations
from crm.integrations.platform_tables import PlatformDatabase
from crm.lib.refusal import Refusal

SECONDS_TO_CONNECT = 5
LOOKING = "5s"  # while somebody waits for a page
READING = "15min"
_COLUMNS = """
    SELECT a.attname FROM pg_attribute a
    WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped
"""


@dataclass(frozen=True)
class Users:
    """One table of users: our field by their column, and which column tells customers apart."""

    table: str
    columns: dict[str, str]
    role: str | None
    customers: int = 0


def is_configured() -> bool:
    return bool(os.environ.get(_settings().url_variable))


@contextmanager
def connected(*, longest: str) -> Iterator[psycopg.Connection]:
    """One snapshot of their database, in a transaction that PostgreSQL keeps from writing."""
    url = os.environ.get(_settings().url_variable, "")
    if not url:
        raise Refusal(f"{_settings().url_variable} is not set.", status=422)
    try:
        with psycopg.connect(url, connect_timeout=SECONDS_TO_CONNECT) as connection:
            connection.read_only = True
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.execute(sql.SQL("SET statement_timeout = {}").format(longest))
            connection.execute("SET client_encoding = 'UTF8'")
            yield connection
    except psycopg.Error as error:
        said = str(error).strip().splitlines() or [type(error).__name__]
        raise Refusal(f"The platform's database says: {said[0][:200]}", status=422) from None


def users(connection: psycopg.Connection) -> list[Users]:
    """The tables of users that are there, with how many customers each holds."""
    found = [_looked_at(connection, name) for name in _settings().tables]
    return [_counted(connection, one) for one in found if one is not None]


def table_of(connection: psycopg.Connection, name: str = "") -> Users:
    """The table called `name`, else the first that is there."""
    names = [name] if name in _settings().tables else _settings().tables
    for one in names:
        found = _looked_at(connection, one)
        if found is not None:
            return found
    raise Refusal(f"There is no table {' or '.join(names)} over there.", status=422)


def rows(connection: psycopg.Connection, table: Users) -> Iterator[bytes]:
    """Its customers as CSV under our names, a little at a time whatever their number."""
    query = sql.SQL("COPY (SELECT {columns} FROM {table} {where} ORDER BY {key}) TO STDOUT").format(
        columns=sql.SQL(", ").join(
            sql.SQL("{} AS {}").format(sql.Identifier(theirs), sql.Identifier(ours))
            for ours, theirs in table.columns.items()
        ),
        table=_named(table.table),
        where=_only_customers(table),
        key=sql.Identifier(table.columns["external_id"]),
    )
    with (
        connection.cursor() as cursor,
        cursor.copy(query + sql.SQL(" (FORMAT csv, HEADER)")) as copy,
    ):
        for block in copy:
            yield bytes(block)


def _settings() -> PlatformDatabase:
    return integrations().revivatech.database


def _looked_at(connection: psycopg.Connection, name: str) -> Users | None:
    """None where there is no such table, or none with a column that numbers its rows."""
    quoted = _named(name).as_string(connection)
    existing = {column for (column,) in connection.execute(_COLUMNS, [quoted])}
    wanted = _settings().columns.items()
    columns = {
        ours: next(one for one in theirs if one in existing)
        for ours, theirs in wanted
        if existing.intersection(theirs)
    }
    if "external_id" not in columns:
        return None
    role = next((one for one in _settings().role if one in existing), None)
    if role is None and _settings().role:
        raise Refusal(
            f"{name} has no column {' or '.join(_settings().role)}, so customers cannot be told"
            " from staff. If all of them are customers, say role: [] in integrations.yaml.",
            status=422,
        )
    return Users(name, columns, role)


def _counted(connection: psycopg.Connection, table: Users) -> Users:
    query = sql.SQL("SELECT count(*) FROM {} {}").format(
        _named(table.table), _only_customers(table)
    )
    row = connection.execute(query).fetchone()
    return Users(table.table, table.columns, table.role, customers=int(row[0]) if row else 0)


def _only_customers(table: Users) -> sql.Composable:
    """Roles are compared in any case: the platform spells them both ways."""
    if table.role is None:
        return sql.SQL("")
    wanted = sql.Literal(_settings().customer_role)
    return sql.SQL("WHERE upper(coalesce({}::text, {})) = upper({})").format(
        sql.Identifier(table.role), wanted, wanted
    )


def _named(table: str) -> sql.Identifier:
    """`users`, or `auth.user` where it has a schema of its own."""
    return sql.Identifier(*table.split(".", 1))
