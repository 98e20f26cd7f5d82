"""Taking turns: whoever decides about the same thing waits for the one who came first."""

from django.db import connection


def wait_for(*subject: str) -> None:
    """Hold, until the transaction ends, the only right to decide about this subject."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ["\x1f".join(subject)]
        )
