"""Imports over the API and in the browser."""

import pytest

from crm.customers import rules as customers
from crm.customers.models import Customer
from crm.transfer import jobs
from crm.transfer.models import Import
from crm.transfer.tests import make
from crm.transfer.tests.make import HEADER

PRIYA = ["Priya", "Nair", "priya@example.com", "07700 900482"]
FILE = make.csv_bytes([HEADER, PRIYA, ["", "", "nobody", ""]])
OCTETS = "application/octet-stream"


@pytest.fixture
def boss(api, olga):
    return api(olga)


@pytest.fixture
def browser(as_staff, olga):
    return as_staff(olga)


def send(boss, content=FILE):
    begun = boss.post("/imports", {"filename": "a.csv", "size": len(content)})
    path = f"/api/crm/imports/{begun.json()['id']}/pieces/0"
    return boss.browser.put(path, content, content_type=OCTETS)


def test_the_whole_way_over_the_api(boss, olga, queued):
    sent = send(boss)
    assert (sent.status_code, sent.json()["status"]) == (200, "surveying")
    path = f"/imports/{sent.json()['id']}"
    jobs.survey(sent.json()["id"])
    seen = boss.get(path).json()
    assert seen["mapping"] == ["first_name", "last_name", "email", "phone"]
    mapped = boss.put(f"{path}/mapping", {"mapping": seen["mapping"]})
    assert mapped.status_code == 200, mapped.content
    jobs.judge(seen["id"], str(olga.pk))
    rows = boss.get(f"{path}/rows", {"outcome": "refuse"}).json()["items"]
    assert [(row["number"], row["reason"]) for row in rows] == [
        (3, "Email: That does not look like an email address.")
    ]
    assert boss.post(f"{path}/apply").status_code == 200
    jobs.apply(seen["id"], str(olga.pk))
    assert boss.get(path).json()["counts"] == {"create": 1, "update": 0, "skip": 0, "refuse": 1}
    assert boss.get(f"{path}/changed").json() == []
    assert boss.post(f"{path}/undo", {}).status_code == 200
    jobs.undo(seen["id"], str(olga.pk))
    done = boss.get(path).json()
    assert (done["status"], done["counts"]["undone"]) == ("undone", 1)
    names = ["transfer.survey", "transfer.judge", "transfer.apply", "transfer.undo"]
    assert queued() == names


def test_another_branch_cannot_even_see_it(boss, api, rex):
    rex.role = "manager"
    rex.save()
    sent = send(boss).json()["id"]
    for answer in (
        api(rex).get(f"/imports/{sent}"),
        api(rex).post(f"/imports/{sent}/apply"),
        api(rex).get(f"/imports/{sent}/rows"),
    ):
        assert answer.status_code == 404
    assert api(rex).get("/imports").json()["items"] == []


def test_a_stale_mapping_is_refused(boss):
    upload = send(boss).json()["id"]
    jobs.survey(upload)
    mapping = {"mapping": ["first_name", None, None, None]}
    assert boss.put(f"/imports/{upload}/mapping", mapping, if_match='"7"').status_code == 412


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        (["email"], "The file has 4 columns."),
        (["email", "email", None, None], "Two columns would fill “Email”."),
        (["shoe_size", None, None, None], "There is no field “shoe_size”."),
        (["city", None, None, None], "Choose at least a name, an email or a phone."),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(boss, mapping, said):
    upload = send(boss).json()["id"]
    jobs.survey(upload)
    answer = boss.put(f"/imports/{upload}/mapping", {"mapping": mapping})
    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert Import.objects.get().status == "mapping"


@pytest.mark.parametrize("content", [b"short", FILE + b"!"])
def test_a_piece_of_another_length_is_refused(boss, content, recorded):
    begun = boss.post("/imports", {"filename": "a.csv", "size": len(FILE)}).json()
    path = f"/api/crm/imports/{begun['id']}/pieces/0"
    assert boss.browser.put(path, content, content_type=OCTETS).status_code == 422
    assert recorded() == []


def test_too_large_a_file_is_refused_before_it_is_sent(boss):
    answer = boss.post("/imports", {"filename": "a.csv", "size": 2**40})
    assert (answer.status_code, answer.json()["detail"]) == (422, "A file may have 512 MB at most.")


def test_the_whole_way_in_the_browser(browser, olga):
    begun = browser.post(
        "/customers/import",
        {"filename": "a.csv", "size": len(FILE)},
        headers={"accept": "application/json"},
    ).json()
    browser.post(f"{begun['pieces']}0", FILE, content_type=OCTETS)
    here, upload = begun["href"], Import.objects.get()
    assert "every 1s" in browser.get(here).content.decode()
    jobs.survey(str(upload.pk))
    page = browser.get(f"{here}/columns").content.decode()
    assert '<option value="email" selected>' in page
    chosen = {"column-0": "first_name", "column-2": "email", "on_match": "update"}
    assert browser.post(f"{here}/columns", chosen).status_code == 302
    jobs.judge(str(upload.pk), str(olga.pk))
    page = browser.get(here).content.decode()
    assert "This is what would happen." in page
    assert "That does not look like an email address." in page
    browser.post(f"{here}/application")
    jobs.apply(str(upload.pk), str(olga.pk))
    priya = Customer.objects.get()
    assert f"/customers/{priya.pk}" in browser.get(f"{here}?outcome=create").content.decode()
    customers.edit(priya, {"company": "Since"}, by=olga)
    assert 'name="row" value="2"' in browser.get(f"{here}/undoing").content.decode()
    browser.post(f"{here}/undoing", {"row": "2"})
    jobs.undo(str(upload.pk), str(olga.pk))
    priya.refresh_from_db()
    assert priya.deleted_at is not None
    assert "1 rows taken back; 0 kept" in browser.get(here).content.decode()


def test_a_mistake_in_the_columns_is_said_on_the_form(browser, olga):
    upload = make.surveyed(FILE, by=olga)
    answer = browser.post(
        f"/customers/import/{upload.pk}/columns", {"column-0": "email", "column-1": "email"}
    )
    assert answer.status_code == 422
    assert "Two columns would fill “Email”." in answer.content.decode()


def test_a_small_file_comes_without_scripts(browser):
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = browser.post("/customers/import", {"file": SimpleUploadedFile("a.csv", FILE)})
    upload = Import.objects.get()
    assert (sent["Location"], upload.status) == (f"/customers/import/{upload.pk}", "surveying")
    assert "a.csv" in browser.get("/customers/import").content.decode()


@pytest.mark.parametrize("number", [1, 10, 50])
def test_the_ledger_costs_the_same_for_any_number(browser, olga, number, django_assert_num_queries):
    rows = [[f"Ann{i}", "", f"ann{i}@example.com", ""] for i in range(number)]
    upload = make.applied(make.csv_bytes([HEADER, *rows]), by=olga)
    browser.get(f"/customers/import/{upload.pk}")
    with django_assert_num_queries(7):
        browser.get(f"/customers/import/{upload.pk}")
