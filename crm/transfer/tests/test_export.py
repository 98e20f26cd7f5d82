"""Customers leave as a file: harmless, whole, and only those somebody may see."""

import csv
import io

import pytest
from openpyxl import load_workbook

from crm.customers import rules as customers
from crm.customers.models import Customer
from crm.transfer.tests import make


@pytest.fixture
def people(rory, rex, branch, other_branch):
    evil = customers.Profile(
        first_name="=cmd|' /C calc'!A1",
        last_name="Evil",
        phone="07700 900482",
        more={"tags": ["vip", "late"], "address": {"postcode": "N17 9NJ"}},
    )
    customers.make(evil, by=rory, branch=branch)
    elsewhere = customers.Profile(first_name="Zed", email="zed@example.com")
    return customers.make(elsewhere, by=rex, branch=other_branch)


def body(response):
    return b"".join(response.streaming_content)


def test_csv_holds_no_live_formula_and_leaves_a_trace(as_staff, olga, people, recorded):
    response = as_staff(olga).get("/customers/list.csv")
    rows = list(csv.DictReader(io.StringIO(body(response).decode("utf-8-sig"))))
    assert [row["first_name"] for row in rows] == ["'=cmd|' /C calc'!A1", "Zed"]
    assert (rows[0]["phone"], rows[0]["tags"]) == ("'+447700900482", "vip, late")
    assert rows[0]["postcode"] == "N17 9NJ"
    assert recorded() == ["customer.exported"]
    assert recorded.events()[0].particulars == {"number": 2, "form": "csv", "q": ""}


def test_xlsx_opens_and_its_cells_are_text(as_staff, olga, people):
    Customer.objects.filter(last_name="Evil").update(last_name="Evil\x02")
    response = as_staff(olga).get("/customers/list.xlsx")
    sheet = load_workbook(io.BytesIO(body(response))).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("crm_id", "external_source", "external_id", "first_name")
    assert (rows[1][3], rows[1][4]) == ("=cmd|' /C calc'!A1", "Evil")
    assert sheet["D2"].data_type == "s"


def test_only_visible_rows_leave(api, mia, people):
    text = body(api(mia).get("/customers/export")).decode()
    assert "Evil" in text
    assert "Zed" not in text


def test_notes_leave_only_with_those_who_may_read_them(api, mia, olga, people):
    assert "customer_notes" not in body(api(mia).get("/customers/export")).decode()
    assert "customer_notes" in body(api(olga).get("/customers/export")).decode()


def test_a_search_narrows_it(api, olga, people):
    text = body(api(olga).get("/customers/export", {"q": "ZED"})).decode()
    assert text.count("\r\n") == 2


def test_who_may_not_export_gets_nothing(api, as_staff, rory, people, recorded):
    assert api(rory).get("/customers/export").status_code == 403
    assert as_staff(rory).get("/customers/list.csv").status_code == 403
    assert as_staff(rory).get("/customers/list.pdf").status_code == 403
    assert recorded() == []


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_we_export_comes_back_unchanged(api, olga, people, form):
    content = body(api(olga).get("/customers/export", {"form": form}))
    again = make.judged(content, by=olga)
    assert [reason for _n, _o, reason in make.ledger(again)] == ["Nothing new."] * 2
