"""What somebody may have meant: names we know that are one slip away from what was typed.

Two words are near when they are the same after leaving out one letter of either: that is one
letter wrong, missing, too many, or two in the wrong order. Leaving out is done beforehand, in
an index, so a typo among a million names is found as soon as among a hundred. A long word that
is near to none is compared by its trigrams, which forgive more.
"""

from itertools import islice, product

from django.db import connection

SHORTEST = 3
LONG = 7
_PER_WORD, _PER_WORD_OF_MANY, _WORDS, _MOST = 5, 3, 4, 30

_NEAR = """
    SELECT asked.nth, near.word FROM unnest(%s::text[]) WITH ORDINALITY asked (text, nth), LATERAL (
        SELECT w.word FROM search_words w WHERE {alike}
        ORDER BY left(w.word, 1) = left(asked.text, 1) DESC, similarity(w.word, asked.text) DESC,
            abs(char_length(w.word) - char_length(asked.text)), w.word LIMIT %s
    ) near WHERE char_length(asked.text) >= %s
"""
_SLIPPED = _NEAR.format(alike="spellings(w.word) && spellings(asked.text)")
_ALIKE = _NEAR.format(alike="w.word %% asked.text")


def guesses(name: str) -> list[str]:
    """Names that a folded name may have been meant as, the likeliest first."""
    words = name.split()[:_WORDS]
    most = _PER_WORD if len(words) <= 2 else _PER_WORD_OF_MANY  # noqa: PLR2004 - first and last
    near = _near(words, most)
    likely = sorted(product(*map(enumerate, near)), key=lambda some: sum(n for n, _word in some))
    said = (" ".join(word for _n, word in some) for some in likely)
    return list(islice((guess for guess in said if guess != name), _MOST))


def _near(words: list[str], most: int) -> list[list[str]]:
    """For each word those we know that are like it; itself when there are none."""
    near = _asked(_SLIPPED, words, most, SHORTEST)
    lost = ["" if found else word for word, found in zip(words, near, strict=True)]
    if any(len(word) >= LONG for word in lost):
        near = [
            one or other for one, other in zip(near, _asked(_ALIKE, lost, most, LONG), strict=True)
        ]
    return [found or [word] for word, found in zip(words, near, strict=True)]


def _asked(statement: str, words: list[str], most: int, shortest: int) -> list[list[str]]:
    near: list[list[str]] = [[] for _word in words]
    with connection.cursor() as cursor:
        cursor.execute(statement, [words, most, shortest])
        for nth, word in cursor.fetchall():
            near[nth - 1].append(word)
    return near
