"""How the embedded database says what is wrong."""


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL cannot run; the message says why and what to do about it."""
