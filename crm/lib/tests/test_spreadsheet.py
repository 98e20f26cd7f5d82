"""A file that a spreadsheet opens must not run."""

import pytest

from crm.lib.spreadsheet import defused, download


@pytest.mark.parametrize("cell", ["=1+1", "+447700900482", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_becomes_text(cell):
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Ann", "", "a=1", -2, None])
def test_anything_else_stays_as_it_is(cell):
    assert defused(cell) == cell


def test_it_is_sent_row_by_row():
    read = []

    def rows():
        for number in range(3):
            read.append(number)
            yield [number]

    lines = iter(download("numbers", ["n"], rows()).streaming_content)
    assert next(lines) == b"\xef\xbb\xbfn\r\n"
    assert next(lines) == b"0\r\n"
    assert read == [0]
