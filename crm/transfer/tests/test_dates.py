"""03/04: in March or in April is a question to the whole column."""

from datetime import date

import pytest

from crm.lib.refusal import Refusal
from crm.transfer import dates
from crm.transfer.tests import make


@pytest.mark.parametrize(
    ("written", "order", "expected"),
    [
        ("2024-03-04", None, date(2024, 3, 4)),
        ("2024-03-04T10:00:00.000Z", None, date(2024, 3, 4)),
        ("03/04/2024", "day", date(2024, 4, 3)),
        ("03/04/2024", "month", date(2024, 3, 4)),
        ("3.4.85", "day", date(1985, 4, 3)),
        ("03-04-04", "day", date(2004, 4, 3)),
        ("04/03/2024 13:45", "day", date(2024, 3, 4)),
        ("4 Mar 2024", None, date(2024, 3, 4)),
        ("March 4, 2024", None, date(2024, 3, 4)),
    ],
)
def test_a_date_is_read_as_it_is_written(written, order, expected):
    assert dates.read(written, order) == expected


@pytest.mark.parametrize(
    ("written", "order", "said"),
    [
        ("31/02/2024", "day", "is not a date"),
        ("25/12/2024", "month", "is not a date"),
        ("03/04/2024", None, "may be read two ways"),
        ("soon", "day", "is not a date"),
        ("01/01/1850", "day", "somebody's life"),
        ("01/01/2999", "day", "somebody's life"),
    ],
)
def test_what_is_no_date_is_refused(written, order, said):
    with pytest.raises(Refusal, match=said):
        dates.read(written, order)


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["03/04/2024", "25/12/2023"], "day"),
        (["03/04/2024", "12/25/2023"], "month"),
        (["03/04/2024", "05/06/2023"], None),
        (["25/12/2023", "12/25/2023"], None),
        (["2024-01-31"], None),
    ],
)
def test_the_whole_column_decides(column, order):
    evidence = dates.Evidence()
    for cell in column:
        evidence.add(cell)
    assert evidence.order == order


def test_an_ambiguous_column_is_asked_about_and_the_answer_counts(olga):
    content = b"Name,Date of birth\nAnn,03/04/1985\nBob,05/06/1990\n"
    asked = make.judged(content, by=olga)
    assert [outcome for _n, outcome, _r in make.ledger(asked)] == ["refuse", "refuse"]
    upload = make.judged(content, by=olga, date_orders={"1": "month"})
    row = upload.rows.order_by("number").first()
    assert row.values["birthday"] == "1985-03-04"


def test_a_decided_column_refuses_the_row_that_contradicts_it(olga):
    content = b"Name,Birthday\nAnn,25/12/1985\nBob,12/25/1990\nCat,03/04/1990\n"
    upload = make.judged(content, by=olga, date_orders={"1": "day"})
    assert make.ledger(upload)[1] == (3, "refuse", "Birthday: “12/25/1990” is not a date.")
    assert upload.rows.get(number=4).values["birthday"] == "1990-04-03"
