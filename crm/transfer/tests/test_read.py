"""Files as other systems write them: encodings, separators, line ends, broken rows."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from crm.transfer import reading
from crm.transfer.models import Import, Piece
from crm.transfer.tests import make
from crm.transfer.tests.make import HEADER

ZOE = ["Zoë", "Müller", "zoe@example.com", "07700 900482"]


def names(upload):
    return [record[0] for _number, record in reading.records(upload) if isinstance(record, list)]


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_every_encoding_is_told_from_the_bytes(olga, encoding, told):
    upload = make.surveyed(make.csv_bytes([HEADER, ZOE], encoding=encoding), by=olga)
    assert upload.dialect["encoding"] == told
    assert (upload.columns[0]["header"], names(upload)) == ("First name", ["Zoë"])


def test_one_broken_byte_is_one_broken_row(olga):
    content = make.csv_bytes([HEADER, ZOE, ["Ann", "", "", "07700900483"]])
    upload = make.judged(content.replace(b"Ann", b"An\xff"), by=olga)
    assert make.ledger(upload) == [
        (2, "create", ""),
        (3, "refuse", "First name: holds a character that text cannot hold."),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_separator_is_told_from_the_rows(olga, delimiter):
    rows = [HEADER, ZOE, ["Ann, with a comma", "and; more", "", "07700900483"]]
    upload = make.surveyed(make.csv_bytes(rows, delimiter=delimiter), by=olga)
    assert upload.dialect["delimiter"] == delimiter
    assert (len(upload.columns), upload.total) == (4, 2)


def test_excels_hint_over_the_header_is_no_row(olga):
    content = b"sep=;\r\nName;Email\r\nAnn;ann@example.com\r\n"
    upload = make.judged(content, by=olga)
    assert make.ledger(upload) == [(2, "create", "")]


def test_line_ends_may_be_mixed_and_blank_lines_count_for_nothing(olga):
    content = b"Name,Email\r\nAnn,a@example.com\n\n,\rBob,b@example.com\r\n\r\n"
    upload = make.surveyed(content, by=olga)
    assert (names(upload), upload.total) == (["Ann", "Bob"], 2)


def test_a_quotation_mark_that_never_closes_takes_only_its_own_row_and_says_so(olga):
    content = b'Name,Email\nAnn,a@example.com\nBob,"b@example.com\nCat,c@example.com\n'
    upload = make.judged(content, by=olga)
    assert make.ledger(upload) == [
        (2, "create", ""),
        (3, "refuse", "A quotation mark opens here and never closes; it swallows 2 lines."),
    ]


def test_blank_and_double_headers_fill_nothing_by_themselves(olga):
    content = b"Email,,email,Name,\nann@example.com,x,other@example.com,Ann,y\n"
    upload = make.surveyed(content, by=olga)
    assert upload.mapping == ["email", None, None, "name", None]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0 old", "This is an old .xls file. Save it as .xlsx or CSV."),
        (b"PK\x03\x04 no zip", "This XLSX file is damaged and cannot be opened."),
        (b"\r\n\r\n", "There is nothing in this file."),
        (b"Name,Email\n", "There is a header, but no row under it."),
        (b",".join([b"x"] * 201) + b"\n1", "201 columns are more than 200."),
    ],
)
def test_what_cannot_be_read_says_why(olga, content, said):
    upload = make.surveyed(content, by=olga)
    assert (upload.status, upload.error) == ("failed", said)


def sheet(rows):
    book, content = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(content)
    return content.getvalue()


def test_xlsx_is_read_with_numbers_as_they_were(olga):
    rows = [
        ["First name", "Phone", "Created", "Email", "Postcode"],
        ["Ann", 447700900482, 45292, None, "N17"],
        [None, None, None, None, None],
        ["Bob", 7700900483.0, None, "bob@example.com"],
    ]
    upload = make.surveyed(sheet(rows), by=olga, filename="a.xlsx")
    assert upload.dialect["format"] == "xlsx"
    assert [record for _n, record in reading.records(upload)] == [
        ["Ann", "447700900482", "45292", "", "N17"],
        ["Bob", "7700900483", "", "bob@example.com", ""],
    ]


def test_xlsx_comes_in_with_its_phones_whole(olga):
    rows = [["First name", "Phone"], ["Ann", 447700900482], ["Bob", 7700900483]]
    upload = make.judged(sheet(rows), by=olga)
    found = list(upload.rows.order_by("number").values_list("phone", flat=True))
    assert found == ["+447700900482", "+447700900483"]


def bomb(name="xl/worksheets/sheet1.xml"):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(name, b"\0" * 64 * 1024 * 1024)
    return content.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_opened(olga):
    upload = make.surveyed(bomb(), by=olga)
    assert (upload.status, upload.error) == (
        "failed",
        "This XLSX file unpacks to far more than it should.",
    )


def test_a_sheet_that_claims_to_be_enormous_is_as_wide_as_its_cells(olga):
    book = zipfile.ZipFile(io.BytesIO(sheet([["Name", "Email"], ["Ann", "a@example.com"]])))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as other:
        for part in book.namelist():
            told = book.read(part).replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
            other.writestr(part, told)
    upload = make.surveyed(content.getvalue(), by=olga)
    assert (len(upload.columns), upload.total) == (2, 1)


def test_a_large_file_is_read_piece_by_piece(olga):
    rows = [[f"Ann{i}", "x" * 100, f"ann{i}@example.com", ""] for i in range(10_000)]
    upload = make.surveyed(make.csv_bytes([HEADER, *rows]), by=olga)
    assert Piece.objects.filter(upload=upload).count() == upload.size // Piece.LENGTH + 1 == 3
    assert names(Import.objects.get())[9_999] == "Ann9999"


def test_a_zip_that_lies_about_its_size_is_damaged_and_not_unpacked(olga):
    honest = sheet([["Name", "Email"], *[["Ann", f"a{n}@example.com"] for n in range(2000)]])
    part = zipfile.ZipFile(io.BytesIO(honest)).getinfo("xl/worksheets/sheet1.xml")
    small = honest.replace(part.file_size.to_bytes(4, "little"), (500).to_bytes(4, "little"))
    assert small != honest
    upload = make.surveyed(small, by=olga)
    assert upload.status == "failed"
    assert "damaged" in upload.error
