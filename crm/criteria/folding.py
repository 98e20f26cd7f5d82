"""Text as conditions compare it: without case, accents or double spaces.

The database has the same function, `folded(text)`, made by this package's first migration
from the same table; it is immutable, so a column's folded form can be indexed. Only letters
of the table change, which keeps both sides equal whatever the server's locale.
"""

import re
import unicodedata

from django.db.models import Func, TextField

MARKS = "".join(map(chr, range(0x300, 0x370)))
LETTERS = dict(
    zip(
        "ÆŒÞẞØøŁłĐđŦŧĦħı’‘ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣςΤΥΦΧΨΩЂЄЅІЈЉЊЋЏАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ",
        "æœþßoollddtthhi''αβγδεζηθικλμνξοπρσστυφχψωђєѕіјљњћџабвгдежзиклмнопрстуфхцчшщъыьэюя",
        strict=True,
    )
)
WORDS = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}

_LOWER = {chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
_SINGLE = str.maketrans(_LOWER | LETTERS | dict.fromkeys(MARKS, ""))
_WORDS = str.maketrans(WORDS)
_SPACES = re.compile(r"[ \t\n\r\f\v]+")


def folded(text: str) -> str:
    """`  Zoë’s  iMac ` as `zoe's imac`."""
    plain = unicodedata.normalize("NFKD", text).translate(_SINGLE).translate(_WORDS)
    return _SPACES.sub(" ", plain).strip(" ")


class Folded(Func):
    """The folded form of a text expression, worked out by the database."""

    function = "folded"
    output_field = TextField()
