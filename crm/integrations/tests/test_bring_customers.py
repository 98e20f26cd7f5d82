"""Customers from the platform's own database: a real one, beside ours."""

import psycopg
import pytest

from crm.customers.models import Customer
from crm.customers.tests import make as people
from crm.integrations import jobs, rules
from crm.integrations.config import integrations
from crm.integrations.revivatech import database
from crm.integrations.tests.platform_database import BETTER_AUTH, PRISMA, platform
from crm.lib.refusal import Refusal
from crm.transfer import jobs as transfer_jobs
from crm.transfer import rules as transfer
from crm.transfer.models import Import, Piece

HERE = "/integrations/revivatech/customers"


@pytest.fixture
def address(monkeypatch):
    return lambda url: monkeypatch.setenv("REVIVATECH_DATABASE_URL", url)


@pytest.fixture
def both(address, db):
    with platform(PRISMA, BETTER_AUTH) as url:
        address(url)
        yield url


def brought(by, table=""):
    """Read, surveyed and judged with the columns as guessed."""
    upload = rules.bring_customers(by=by, branch=by.home_branch, table=table)
    jobs.fetch(str(upload.pk), table=table)
    transfer_jobs.survey(str(upload.pk))
    upload.refresh_from_db()
    assert upload.status == "mapping", upload.error
    transfer.choose(upload, by=by, mapping_chosen=upload.mapping, source=upload.source)
    transfer_jobs.judge(str(upload.pk), str(by.pk))
    upload.refresh_from_db()
    return upload


def test_prismas_customers_come_in_and_leave_again(both, olga, recorded):
    upload = brought(olga)
    assert upload.counts == {"create": 2, "update": 0, "skip": 0, "refuse": 0}
    assert (upload.source, upload.filename) == ("revivatech", "RevivaTech, table users")
    transfer.apply(upload, by=olga)
    transfer_jobs.apply(str(upload.pk), str(olga.pk))
    priya, jo = Customer.objects.order_by("external_id")
    assert (priya.external_source, priya.external_id) == ("revivatech", "clx1")
    assert (priya.email, priya.phone, priya.language) == (
        "priya@example.com",
        "+447700900482",
        "en",
    )
    assert priya.acquisition_date.isoformat() == "2024-05-01"
    assert jo.last_name == 'O\'Neil, "the" 2nd'
    assert recorded()[0] == "import.uploaded"
    transfer.undo(Import.objects.get(), by=olga)
    transfer_jobs.undo(str(upload.pk), str(olga.pk))
    assert not Customer.objects.filter(deleted_at=None).exists()


def test_better_auths_customers_have_one_name_and_roles_in_any_case(both, olga):
    upload = brought(olga, table="user")
    names = sorted(upload.rows.values_list("values__first_name", "values__last_name"))
    assert names == [("Mo", "Farr"), ("Zoë", "Adler")]


def test_the_same_people_again_change_nobody(both, olga):
    for times in (2, 0):
        upload = brought(olga)
        assert upload.count("create") == times
        if times:
            transfer.apply(upload, by=olga)
            transfer_jobs.apply(str(upload.pk), str(olga.pk))
    assert upload.count("skip") == 2


def test_somebody_we_know_is_recognised(both, olga, branch):
    people.customer(branch, "P Nair", email="priya@example.com")
    assert brought(olga).counts == {"create": 1, "update": 1, "skip": 0, "refuse": 0}


def test_no_password_is_ever_kept(both, olga):
    brought(olga)
    kept = b"".join(bytes(piece.content) for piece in Piece.objects.all())
    assert b"never to leave" not in kept
    assert kept.startswith(b"\xef\xbb\xbfexternal_id,name,first_name")


def test_nothing_can_be_written_over_there(both):
    with (
        pytest.raises(Refusal, match="read-only"),
        database.connected(longest=database.LOOKING) as theirs,
    ):
        theirs.execute("DELETE FROM users")


def test_a_copy_begun_again_is_whole_and_once(both, olga, monkeypatch):
    monkeypatch.setattr(Piece, "LENGTH", 64)
    upload = rules.bring_customers(by=olga, branch=olga.home_branch)
    Piece.objects.create(upload=upload, number=0, content=b"half of it, before a crash")
    jobs.fetch(str(upload.pk), table="users")
    jobs.fetch(str(upload.pk), table="users")
    upload.refresh_from_db()
    pieces = list(Piece.objects.order_by("number"))
    assert (upload.status, len(pieces) > 1) == ("surveying", True)
    assert upload.size == sum(len(piece.content) for piece in pieces)
    assert [piece.number for piece in pieces] == list(range(len(pieces)))


def test_what_cannot_be_reached_says_so_without_the_password(address, olga, recorded):
    address("postgresql://crm:secret@127.0.0.1:1/nowhere")
    with pytest.raises(Refusal) as refusal:
        rules.bring_customers(by=olga, branch=olga.home_branch)
    assert refusal.value.message.startswith("The platform's database says: ")
    assert "secret" not in refusal.value.message
    assert not Import.objects.exists()
    assert recorded() == []


def test_a_database_that_goes_away_ends_the_import_with_its_reason(both, address, olga):
    upload = rules.bring_customers(by=olga, branch=olga.home_branch)
    address("postgresql://crm:secret@127.0.0.1:1/nowhere")
    jobs.fetch(str(upload.pk), table="users")
    upload.refresh_from_db()
    assert upload.status == "failed"
    assert "The platform's database says" in upload.error


def test_a_table_without_roles_brings_in_no_staff_by_mistake(address, olga, db):
    with platform('CREATE TABLE "user" (id text, email text)') as url:
        address(url)
        with pytest.raises(Refusal, match="cannot be told from staff"):
            rules.bring_customers(by=olga, branch=olga.home_branch)
    with platform("CREATE TABLE other (id text)") as url:
        address(url)
        with pytest.raises(Refusal, match="no table users or user"):
            rules.bring_customers(by=olga, branch=olga.home_branch)


def test_memory_does_not_grow_with_the_table(both, olga):
    with psycopg.connect(both) as theirs:
        theirs.execute(
            'INSERT INTO users (id, email, "firstName", "lastName") '
            "SELECT n, n || '@example.org', repeat('x', 90), 'y' FROM generate_series(1, 30000) n"
        )
    upload = rules.bring_customers(by=olga, branch=olga.home_branch)
    jobs.fetch(str(upload.pk), table="users")
    assert Piece.objects.count() > 5
    longest = max(len(piece.content) for piece in Piece.objects.all())
    assert longest == Piece.LENGTH


def test_the_page_offers_what_is_there_and_begins(both, as_staff, olga, queued):
    browser = as_staff(olga)
    assert f'hx-get="{HERE}"' in browser.get("/customers/import").content.decode()
    page = browser.get(HERE).content.decode()
    assert "2 customers" in page
    assert 'value="user"' in page
    begun = browser.post(HERE, {"table": "user"})
    upload = Import.objects.get()
    assert begun["Location"] == f"/customers/import/{upload.pk}"
    assert "This goes on when you leave the page" in browser.get(begun["Location"]).content.decode()
    assert queued() == ["integrations.fetch"]


def test_without_an_address_the_page_says_what_to_set(as_staff, olga, monkeypatch):
    monkeypatch.delenv("REVIVATECH_DATABASE_URL", raising=False)
    assert "REVIVATECH_DATABASE_URL" in as_staff(olga).get(HERE).content.decode()
    page = as_staff(olga).post(HERE, follow=True).content.decode()
    assert "REVIVATECH_DATABASE_URL is not set." in page


def test_the_desk_and_strangers_bring_in_nobody(both, as_staff, client, rory, rex):
    for person in (rory, rex):
        assert as_staff(person).get(HERE).status_code == 403
        assert as_staff(person).post(HERE).status_code == 403
    assert client.post(HERE).status_code == 302
    assert not Import.objects.exists()


def test_the_configuration_names_only_what_an_import_fills():
    model = type(integrations().revivatech.database)
    with pytest.raises(ValueError, match="is nothing an import fills"):
        model.model_validate({"columns": {"external_id": ["id"], "shoe_size": ["shoe"]}})
    with pytest.raises(ValueError, match="external_id"):
        model.model_validate({"columns": {"email": ["email"]}})
