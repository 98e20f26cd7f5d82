"""Keeping the words of names, for whoever looks for a name and slips."""

from django.db import connection

_WORDS = """
    FROM string_to_table(translate({names}, '-', ' '), ' ') word
    WHERE char_length(word) BETWEEN 3 AND 40 AND word !~ '[0-9]'
"""
# In one order, so that two who bring the same new words never wait for each other in a ring.
_REMEMBER = f"""
    INSERT INTO search_words (word) SELECT DISTINCT word {_WORDS.format(names="%s::text")}
    ORDER BY word ON CONFLICT DO NOTHING
"""
REMEMBER_ROWS = f"""
    INSERT INTO search_words (word)
    SELECT DISTINCT word FROM customer_rows r JOIN customers c ON c.id = r.id,
        LATERAL (SELECT word {_WORDS.format(names="c.search_name")}) said
    WHERE NOT EXISTS (SELECT FROM search_words known WHERE known.word = said.word)
    ORDER BY word ON CONFLICT DO NOTHING
"""  # noqa: S608 - the same


def remember(search_name: str) -> None:
    """From now on these words of a folded name are what somebody may have meant."""
    with connection.cursor() as cursor:
        cursor.execute(_REMEMBER, [search_name])
