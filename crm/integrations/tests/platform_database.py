"""A second PostgreSQL database with the platform's users in it, both models of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import psycopg
from django.db import connection
from psycopg import sql

PRISMA = """
    CREATE TYPE "UserRole" AS ENUM ('CUSTOMER', 'TECHNICIAN', 'ADMIN', 'SUPER_ADMIN');
    CREATE TABLE users (
        id text PRIMARY KEY, email text UNIQUE NOT NULL, name text,
        "firstName" text NOT NULL, "lastName" text NOT NULL, phone text,
        role "UserRole" NOT NULL DEFAULT 'CUSTOMER', "isActive" boolean DEFAULT true,
        "createdAt" timestamp(3) NOT NULL DEFAULT '2024-05-01 12:00:00',
        password_hash text DEFAULT 'never to leave', locale text DEFAULT 'en'
    );
    INSERT INTO users (id, email, "firstName", "lastName", phone, role) VALUES
        ('clx1', 'Priya@Example.com', 'Priya', 'Nair', '07700 900482', 'CUSTOMER'),
        ('clx2', 'jo@example.com', 'Jo', 'O''Neil, "the" 2nd', NULL, 'CUSTOMER'),
        ('clx3', 'tech@example.com', 'Tess', 'Staff', NULL, 'TECHNICIAN');
"""
BETTER_AUTH = """
    CREATE TABLE "user" (
        id text PRIMARY KEY, email text UNIQUE NOT NULL, name text, role text,
        "emailVerified" boolean DEFAULT true, "createdAt" timestamptz DEFAULT '2024-06-01Z'
    );
    INSERT INTO "user" (id, email, name, role) VALUES
        ('ba1', 'zoe@example.com', 'Zoë Adler', 'customer'),
        ('ba2', 'mo@example.com', 'Mo Farr', NULL),
        ('ba3', 'boss@example.com', 'Ada Boss', 'SUPER_ADMIN');
"""


@contextmanager
def platform(*tables: str) -> Iterator[str]:
    """The address of a database of its own with these tables, for as long as the block."""
    known: dict[str, Any] = connection.get_connection_params() | {"dbname": "postgres"}
    for ours in ("cursor_factory", "context", "prepare_threshold"):
        known.pop(ours, None)
    name = sql.Identifier("platform_of_a_test")
    with psycopg.connect(**known, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            with psycopg.connect(**known | {"dbname": "platform_of_a_test"}) as theirs:
                for table in tables:
                    theirs.execute(table)
            yield _address(known)
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _address(known: dict[str, Any]) -> str:
    asked = {
        name: str(known[name]) for name in ("host", "port", "user", "password") if known.get(name)
    }
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in asked.items())
    return f"postgresql:///platform_of_a_test?{query}"
