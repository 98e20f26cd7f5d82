"""An export as shops really have them: every defect we know, and how each must end.

`messy(50_000)` is a file and the counts its ledger must show; `known(50_000)` are the people
who must be customers already. Windows' old encoding, semicolons, three kinds of line ends,
two columns of one name, one of none, dates with the day first.
"""

from collections import Counter
from collections.abc import Callable

HEADER = "Customer No;First name;Surname;E-mail;Mobile;Mobile;;Postcode;DOB;Notes"
MAPPING = [
    "external_id",
    "first_name",
    "last_name",
    "email",
    "phone",
    None,
    None,
    "postcode",
    "birthday",
    "customer_notes",
]
ENDS = ("\r\n", "\n", "\r")
HUGE = 10 * 1024 * 1024


def _cells(i: int, **other: str) -> str:
    cells = {
        "number": f"C{i}",
        "first": "Zoë" if i % 3 else "José",
        "last": f"Müller{i}",
        "email": f"person{i}@example.com",
        "phone": f"0770{i:07}",
        "phone2": "",
        "blank": "x",
        "postcode": "N17 9NJ",
        "born": f"{13 + i % 15}/0{1 + i % 9}/19{50 + i % 50}",
        "notes": "",
    } | other
    return ";".join(cells.values())


def _known_as_they_are(i: int) -> str:
    return _cells(i, notes="", blank="")


# What a row is, and how it must end. Each row says so by its place in this list.
KINDS: list[tuple[str, Callable[[int], str]]] = [
    ("create", _cells),
    ("create", lambda i: _cells(i, notes="=HYPERLINK(evil)")),
    ("create", lambda i: _cells(i, email="", notes='"Two\nlines; and a semicolon"')),
    ("create", lambda i: _cells(i, phone="", born="")),
    ("create", lambda i: _cells(i, phone=f"+44 (0)770 {i:07}"[:22], last=" Ünal ")),
    ("create", lambda i: _cells(i, phone=f"0770{i - 5:07}", first="Household", last="Other")),
    ("skip", lambda i: _cells(i, email=f"PERSON{i - 6}@example.com", phone="")),
    ("skip", lambda i: _cells(i, number=f"C{i - 7}", email="", phone="")),
    ("skip", lambda i: _cells(i - 8, number=f"C{i}", email="", phone=f"0044770{i - 8:07}")),
    ("refuse", lambda i: _cells(i, phone="4.47E+11")),
    ("refuse", lambda i: _cells(i).rpartition(";")[0]),
    ("refuse", lambda i: _cells(i) + ";one;too many"),
    ("refuse", lambda i: _cells(i, email="not an address")),
    ("refuse", lambda i: _cells(i, last="Nul\0Byte")),
    ("refuse", lambda i: _cells(i, first=f'"Jo "Quote" {i}"')),
    ("refuse", lambda i: ";".join(["", "", "", "", "", "", "", "N1", "", f"nobody {i}"])),
    ("refuse", lambda i: _cells(i, born="31/02/1980")),
    ("blank", lambda i: ";;;;;;;;;"),
    ("update", lambda i: _cells(i, notes="has a new laptop")),
    ("skip", _known_as_they_are),
]


def messy(number: int) -> tuple[bytes, Counter[str]]:
    """The file, and how many of its rows end in each way."""
    lines, ends = [HEADER], Counter[str]()
    for i in range(number):
        outcome, line = KINDS[i % len(KINDS)]
        lines.append(line(i))
        ends[outcome] += 1
    lines.append(_cells(number, notes="x" * HUGE))
    ends["refuse"] += 1
    del ends["blank"]
    text = "".join(line + ENDS[place % 3] for place, line in enumerate(lines))
    return text.encode("cp1252"), ends


def known(number: int) -> bytes:
    """Those whom the messy file must find here already, as a tidy one."""
    rows = [_known_as_they_are(i) for i in range(number) if i % len(KINDS) in {18, 19}]
    return "\n".join([HEADER, *rows]).encode("cp1252")
